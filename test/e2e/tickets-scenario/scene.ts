import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { channel } from '../../../src/adapters/inbound/dialects/tickets/channel.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Agent, Client as ChatClient, Staff } from '../../../src/domain/actor.js';
import { agent, customer } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import { toStart } from '../../support/in-memory.js';
import type { Opening } from '../support/stages.js';
import type {
  TicketsAck,
  TicketsClient,
  TicketsErrorEvent,
  TicketsFrames,
  TicketsMessage,
} from '../support/tickets-clients.js';
import { someone, tokenOf } from '../support/tokens.js';

/** What the scenario's cases are played with; every client leaves when its case is over. */
export interface Scene {
  /** What other dialects or REST would do, asked of the server itself. */
  readonly cases: () => UseCases;
  readonly connect: (credentials?: string) => Promise<TicketsClient>;
  /** A customer's conversation, which has no ticket. */
  readonly open: (customerId: string, opening?: Opening) => Promise<string>;
}

/** A ticket, by all the names that it has. */
export interface Names {
  readonly ticketId: string;
  readonly number: string;
  readonly conversationId: string;
}

/** A customer's ticket, and an agent, both of whom nobody else knows. */
export interface Pair extends Names {
  readonly alice: ChatClient;
  readonly sarah: Agent;
}

const CARD = {
  subject: 'Card',
  description: null,
  supportType: 'GENERAL',
  priority: 'medium',
} as const;

export const pair = async ({ cases }: Scene, departmentId: string | null = null): Promise<Pair> => {
  const alice = customer(someone('Alice'));
  const wish = toStart({ channel, ticket: CARD, departmentId });
  const { conversation } = expectRight(await cases().startConversation(alice, wish)());
  const { ticket } = conversation;
  if (ticket === null) throw new Error('a ticket was opened and is not there');
  const names = { ticketId: ticket.id, number: ticket.number, conversationId: conversation.id };
  return { alice, sarah: agent(someone('Sarah')), ...names };
};

/** Comes in and says who he is. */
export const entered = async (
  { connect }: Scene,
  actor: ChatClient | Staff,
): Promise<TicketsClient> => {
  const client = await connect();
  const ack = await client.request('authenticate', { token: tokenOf(actor) });
  expect(await client.next('authenticated')).to.deep.equal(ack);
  return client;
};

/** Comes in and joins. */
export const joined = async (
  scene: Scene,
  actor: ChatClient | Staff,
  ticketId: string,
): Promise<TicketsClient> => {
  const client = await entered(scene, actor);
  expect(await client.request('join_ticket', { ticketId })).to.deep.equal({ ticketId });
  expect(await client.next('joined_ticket')).to.deep.equal({ ticketId });
  return client;
};

/** The message that somebody has sent, as his acknowledgement has it. */
export const sent = async (
  client: TicketsClient,
  ticketId: string,
  message: string,
  more: object = {},
): Promise<TicketsMessage> => {
  const ack = await client.request('send_message', { ticketId, message, ...more });
  expect(ack, JSON.stringify(ack)).to.have.all.keys('data');
  return ack['data'] as TicketsMessage;
};

/** The next message that somebody hears. */
export const heard = async (client: TicketsClient): Promise<TicketsMessage> =>
  (await client.next('new_message')).data;

/** Which event tells of what goes wrong with each. */
export const ERROR_EVENTS = {
  join_ticket: 'join_ticket_error',
  get_messages: 'messages_error',
  send_message: 'send_message_error',
  leave_ticket: 'error',
  typing_start: 'error',
  typing_stop: 'error',
} as const satisfies Readonly<Record<string, TicketsErrorEvent>>;

export const expectRefused = async (
  client: TicketsClient,
  [event, payload]: readonly [event: string, payload?: unknown],
  by: TicketsErrorEvent,
  [code, message]: readonly [code: string, message: string | RegExp],
): Promise<void> => {
  const what = `${event} ${JSON.stringify(payload ?? null).slice(0, 100)}`;
  const { success, ...said }: TicketsAck = await client.request(event, payload);
  expect([success, said['code']], `${what} ${JSON.stringify(said)}`).to.deep.equal([false, code]);
  if (typeof message === 'string') expect(said['message'], what).to.equal(message);
  else expect(said['message'], what).to.match(message);
  expect(await client.next(by), what).to.deep.equal(said);
};

/** A round trip after which everything that was sent to this client before has arrived. */
const settle = async (client: TicketsClient): Promise<void> => {
  const payload = { ticketId: randomUUID() };
  await expectRefused(client, ['leave_ticket', payload], 'error', [
    'not_found',
    'Ticket not found',
  ]);
};

const EVENTS = [
  'authenticated',
  'authentication_error',
  'joined_ticket',
  'join_ticket_error',
  'left_ticket',
  'messages_loaded',
  'messages_error',
  'new_message',
  'send_message_error',
  'user_typing',
  'user_stopped_typing',
  'error',
] as const satisfies readonly (keyof TicketsFrames)[];

/** Nothing has come that was not taken. */
export const expectQuiet = async (client: TicketsClient): Promise<void> => {
  await settle(client);
  const waiting = EVENTS.filter((event) => client.waiting(event) > 0);
  expect(waiting, 'events that nobody should get').to.deep.equal([]);
};
