import { channel } from '../../../src/adapters/inbound/dialects/support/channel.js';
import { container } from '../../../src/bootstrap/container.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { type Customer, type Guest, noProfile } from '../../../src/domain/actor.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { NEWCOMER_TIME } from '../../../src/domain/newcomer.js';
import { admin, customer } from '../../support/actors.js';
import { SHARED } from '../../support/channels.js';
import { expectRight } from '../../support/expect-either.js';
import { FixedClock } from '../../support/fixed-ports.js';
import { openAsGuest, unknownConversation } from '../support/guests.js';
import { testConfig } from '../support/in-process-server.js';
import { openSupportWs } from '../support/support-clients.js';
import type { ConversationName } from './cells.js';

export const DEPARTMENT = 'billing';

/** A conversation, and the secret form of its guest where a newcomer opened it for one connection. */
export interface Found {
  readonly id: string;
  readonly guestId: string | null;
}

/** What was there before the server started, more than a minute ago. */
export interface Scenery {
  /** In their secret forms. */
  readonly ann: string;
  readonly bea: string;
  /** Finds a conversation of a kind; a fresh one is another each time. */
  find(url: string, name: ConversationName): Promise<Found>;
}

/** Stores it where the server is about to look. */
export const prepare = async (
  environment: Readonly<Record<string, string>>,
  callers: { readonly cal: string },
): Promise<Scenery> => {
  const bindings = container(testConfig(environment));
  bindings.rebind(TOKENS.clock).toConstantValue(new FixedClock(Date.now() - 2 * NEWCOMER_TIME));
  const cases = await bindings.getAsync(TOKENS.useCases);
  const guestIds = bindings.get(TOKENS.guestIds);
  const guest = (): Guest => ({ kind: 'guest', id: guestIds.issue(), profile: noProfile });

  const open = async (
    owner: Guest | Customer,
    type: 'general' | 'onboarding' = 'general',
    isNewcomer = false,
  ): Promise<string> => {
    const input = { channel, type, subject: null, isNewcomer, address: null } as const;
    return expectRight(await cases.getOrStartConversation(owner, input)()).conversation.id;
  };

  const [ann, bea] = [guest(), guest()];
  const closed = await open(ann, 'onboarding');
  const conversationId = toConversationId(closed);
  const said = { text: 'Hello', kind: 'text', clientMessageId: null, ifLastSeq: null } as const;
  expectRight(await cases.sendMessage(ann, { ...said, conversationId, claims: false })());
  expectRight(await cases.closeConversation(admin(), { conversationId, note: null })());
  const started = await cases.startConversation(customer('somebody'), {
    channel: SHARED,
    type: 'general',
    subject: null,
    departmentId: DEPARTMENT,
    deviceMetadata: null,
    message: null,
  })();
  const stored: Partial<Record<ConversationName, string>> = {
    'Ann’s': await open(ann),
    'Cal’s': await open(customer(callers.cal)),
    stale: await open(guest(), 'general', true),
    closed,
    department: expectRight(started).conversation.id,
  };
  await open(bea);
  const secretOf = ({ id }: Guest): string => guestIds.credentialOf(id).reveal();
  const secrets = { ann: secretOf(ann), bea: secretOf(bea) };
  await bindings.get(TOKENS.resources).close();

  /** Opened by a newcomer, and joined by somebody else, who says something in it. */
  const joinedBy = async (url: string, guestId?: string): Promise<string> => {
    const { conversationId: id } = await openAsGuest(url);
    const headers = guestId === undefined ? {} : { 'x-guest-id': guestId };
    const client = await openSupportWs(url, { headers });
    for (const event of ['conversation:join', 'message:send']) {
      const answer = await client.request(event, { conversationId: id, message: 'here I am' });
      if (!answer.success) throw new Error(`${event}: ${String(answer.error)}`);
    }
    client.close();
    return id;
  };

  return {
    ...secrets,
    find: async (url, name) => {
      const found = (id: string): Found => ({ id, guestId: null });
      switch (name) {
        case 'fresh': {
          const opened = await openAsGuest(url);
          return { id: opened.conversationId, guestId: opened.guestId };
        }
        case 'adopted':
          return found(await joinedBy(url));
        case 'aliased':
          return found(await joinedBy(url, secrets.ann));
        case 'unknown':
          return found(unknownConversation());
        case 'no-id':
          return found('1');
        case 'Ann’s':
        case 'Cal’s':
        case 'stale':
        case 'closed':
        case 'department':
          return found(stored[name] ?? '');
      }
    },
  };
};
