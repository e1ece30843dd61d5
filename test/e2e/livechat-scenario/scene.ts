import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Agent, Client as ChatClient, Staff } from '../../../src/domain/actor.js';
import { agent, customer } from '../../support/actors.js';
import type { LivechatClient, LivechatFrames } from '../support/livechat-clients.js';
import { someone, tokenOf } from '../support/tokens.js';
import type { Opening } from '../support/stages.js';

/** What the scenario's cases are played with; every client leaves when its case is over. */
export interface Scene {
  /** Whatever goes over REST in this protocol, asked of the server itself. */
  readonly cases: () => UseCases;
  readonly connect: (credentials?: string) => Promise<LivechatClient>;
  /** A customer's conversation. */
  readonly open: (customerId: string, opening?: Opening) => Promise<string>;
}

/** A customer with a conversation, and an agent, both of whom nobody else knows. */
export interface Pair {
  readonly alice: ChatClient;
  readonly sarah: Agent;
  readonly id: string;
}

export const pair = async ({ open }: Scene): Promise<Pair> => {
  const alice = customer(someone('Alice'));
  return { alice, sarah: agent(someone('Sarah')), id: await open(alice.id) };
};

/** Comes in and joins. */
export const joined = async (
  { connect }: Scene,
  actor: ChatClient | Staff,
  conversation_id: string,
): Promise<LivechatClient> => {
  const client = await connect(tokenOf(actor));
  expect(await client.request('join_conversation', { conversation_id })).to.deep.equal({
    success: true,
  });
  return client;
};

/** A round trip after which everything that was sent to this client before has arrived. */
const settle = async (client: LivechatClient): Promise<void> => {
  await client.request('leave_conversation', { conversation_id: randomUUID() });
};

const EVENTS = [
  'new_message',
  'conversation_updated',
  'conversation_claimed',
  'conversation_closed',
  'ticket_created_from_conversation',
  'typing',
  'stop_typing',
  'error',
] as const satisfies readonly (keyof LivechatFrames)[];

/** Nothing has come that was not taken. */
export const expectQuiet = async (client: LivechatClient): Promise<void> => {
  await settle(client);
  const waiting = EVENTS.filter((event) => client.waiting(event) > 0);
  expect(waiting, 'events that nobody should get').to.deep.equal([]);
};
