import type { EventBus } from '../../../src/application/ports/event-bus.js';
import type { GuestIds } from '../../../src/application/ports/guest-ids.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { container } from '../../../src/bootstrap/container.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import type { Channel } from '../../../src/domain/channel.js';
import { noProfile } from '../../../src/domain/actor.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { admin, customer } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import type { StorePlace } from '../../support/bound-stores.js';
import type { Client } from './client.js';
import type { Credentials, Transport } from './doors.js';
import { testConfig } from './in-process-server.js';
import type { Staged } from './spoken.js';

export interface Opening {
  readonly channel?: Channel;
  readonly departmentId?: string;
}

export interface GuestsConversation {
  readonly conversationId: string;
  /** In its secret form. */
  readonly guestId: string;
  /** In its public form. */
  readonly publicId: string;
}

/** For whom: the owner of a conversation, or a guest in his public form. */
export interface CodeWish {
  readonly conversationId?: string;
  readonly guestId?: string;
}

export interface StagedCode {
  readonly digits: string;
  readonly conversationId: string;
}

/** Where a dialect's scenario is played: a system, and a way to connect to it. */
export interface Stage<Frames, Answer> {
  /** Where it serves HTTP; empty where it does not. */
  readonly url: string;
  readonly cases: UseCases;
  readonly bus: EventBus;
  /** With a token, with whatever credentials, or with none. */
  connect(credentials?: string | Credentials): Promise<Client<Frames, Answer>>;
  /** Opens a customer's conversation, as if through another dialect when it names a channel. */
  open(customerId: string, opening?: Opening): Promise<string>;
  /** Opens a guest's conversation, a newcomer's or a known one's. */
  openGuests(isNewcomer: boolean): Promise<GuestsConversation>;
  /** As an admin would. */
  issueCode(wish: CodeWish): Promise<StagedCode>;
  /** As an admin would. */
  closeConversation(id: string): Promise<void>;
  leave(): Promise<void>;
}

const opener =
  (cases: UseCases, ownChannel: Channel): Stage<never, never>['open'] =>
  async (customerId, { channel = ownChannel, departmentId } = {}) => {
    const owner = customer(customerId);
    const request = {
      channel,
      type: 'general',
      subject: null,
      isNewcomer: false,
      address: null,
    } as const;
    if (channel.singleOpen) {
      return expectRight(await cases.getOrStartConversation(owner, request)()).conversation.id;
    }
    const opened = await cases.startConversation(owner, {
      ...request,
      departmentId: departmentId ?? null,
      deviceMetadata: null,
      message: null,
    })();
    return expectRight(opened).conversation.id;
  };

const guestOpener =
  (cases: UseCases, guestIds: GuestIds, channel: Channel): Stage<never, never>['openGuests'] =>
  async (isNewcomer) => {
    const owner = { kind: 'guest', id: guestIds.issue(), profile: noProfile } as const;
    const request = { channel, type: 'general', subject: null, isNewcomer, address: null } as const;
    const opened = expectRight(await cases.getOrStartConversation(owner, request)());
    return {
      conversationId: opened.conversation.id,
      guestId: guestIds.credentialOf(owner.id).reveal(),
      publicId: owner.id,
    };
  };

/** A fresh system on a store, whose place it removes; entered by a transport, for clients of one dialect. */
export const stage = async <Frames, Answer>(
  transport: Transport,
  place: StorePlace,
  staged: Staged,
): Promise<Stage<Frames, Answer>> => {
  const config = testConfig(place.environment);
  const bindings = container(config);
  const cases = await bindings.getAsync(TOKENS.useCases);
  if (staged.dialects !== undefined) {
    bindings.rebind(TOKENS.dialects).toConstantValue(staged.dialects(cases));
  }
  const gateway = await bindings.getAsync(TOKENS.gateway);
  const door = await transport({ gateway, config, logger: bindings.get(TOKENS.logger) });
  bindings.get(TOKENS.ownAddress).listensAt(door.url ?? 'http://in.process');
  return {
    url: door.url ?? '',
    cases,
    bus: bindings.get(TOKENS.bus),
    connect: (credentials = {}) =>
      door.connect(staged, typeof credentials === 'string' ? { token: credentials } : credentials),
    openGuests: guestOpener(cases, bindings.get(TOKENS.guestIds), staged.channel),
    open: opener(cases, staged.channel),
    issueCode: async ({ conversationId, guestId = null }) => {
      const issued = await cases.issueCode(admin(), {
        userId: null,
        guestId,
        conversationId: conversationId === undefined ? null : toConversationId(conversationId),
        deviceInfo: null,
        channel: staged.channel,
      })();
      const { digits, conversation } = expectRight(issued);
      return { digits, conversationId: conversation?.id ?? '' };
    },
    closeConversation: async (id) => {
      const conversationId = toConversationId(id);
      expectRight(await cases.closeConversation(admin(), { conversationId, note: null })());
    },
    leave: async () => {
      await gateway.close();
      await door.close();
      await bindings.get(TOKENS.resources).close();
      await place.remove();
    },
  };
};
