import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Credentials } from '../support/doors.js';
import type { CodeWish, GuestsConversation, Opening, StagedCode } from '../support/stages.js';
import type { SupportClient as Client } from '../support/support-clients.js';
import { type Claims, someone } from '../support/tokens.js';
import type { Ack, FrameName, WireMessage } from '../support/wire.js';

/** What the scenario's cases are played with; every client leaves when its case is over. */
export interface Scene {
  readonly connect: (credentials?: string | Credentials) => Promise<Client>;
  /** Comes in, and has taken the welcome. */
  readonly enter: (claims: Claims) => Promise<Client>;
  /** Comes in and joins, and has taken what was said to it. */
  readonly joined: (claims: Claims, conversationId: string) => Promise<Client>;
  /** Comes in as a guest, and has taken the welcome; gives the id that it told. */
  readonly enterAsGuest: (guestId?: string) => Promise<{ client: Client; guestId: string }>;
  /** A customer's conversation. */
  readonly open: (customerId: string, opening?: Opening) => Promise<string>;
  /** A guest's, opened by a newcomer over REST or by one who is known. */
  readonly openGuests: (isNewcomer: boolean) => Promise<GuestsConversation>;
  /** As an admin would. */
  readonly issueCode: (wish: CodeWish) => Promise<StagedCode>;
  readonly closeConversation: (id: string) => Promise<void>;
}

export const anAdmin = (): Claims => ({ sub: someone('admin'), role: 'admin' });

export const anAgent = (...departments: readonly string[]): Claims => ({
  sub: someone('agent'),
  role: 'agent',
  departments,
});

export const messageOf = (ack: Ack): WireMessage => {
  expect(ack).to.have.all.keys('success', 'data');
  expect(ack.success).to.equal(true);
  return ack.data as WireMessage;
};

/** A round trip after which everything that was sent to this client before has arrived. */
const settle = async (client: Client): Promise<void> => {
  await client.request('conversation:leave', { conversationId: randomUUID() });
};

export const expectNothing = async (client: Client, event: FrameName): Promise<void> => {
  await settle(client);
  expect(client.waiting(event), `${event} that nobody should get`).to.equal(0);
};

/** A refusal comes twice: as the answer, and as `message:error` for clients that ask for none. */
export const expectRefused = async (
  client: Client,
  [event, payload]: readonly [event: string, payload: unknown],
  code: string,
): Promise<string> => {
  const ack = await client.request(event, payload);
  expect(ack).to.have.all.keys('success', 'error', 'code');
  expect(ack).to.include({ success: false, code });
  expect(await client.next('message:error')).to.deep.equal({ error: ack.error, code });
  return String(ack.error);
};

export const take = async (client: Client, count: number): Promise<WireMessage[]> => {
  const messages: WireMessage[] = [];
  while (messages.length < count) messages.push(await client.next('message:received'));
  return messages;
};
