import { expect } from 'chai';
import { channel } from '../../../src/adapters/inbound/dialects/servana/channel.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Agent, Client as ChatClient, Staff } from '../../../src/domain/actor.js';
import { agent, customer } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import { toStart } from '../../support/in-memory.js';
import type { Credentials } from '../support/doors.js';
import type {
  ServanaAck,
  ServanaClient,
  ServanaFrames,
  ServanaMessage,
  ServanaRoom,
} from '../support/servana-clients.js';
import { tokenOf } from '../support/tokens.js';

/** What the scenario's cases are played with; every client leaves when its case is over. */
export interface Scene {
  /** What other dialects or REST would do, asked of the server itself. */
  readonly cases: () => UseCases;
  readonly connect: (credentials?: string | Credentials) => Promise<ServanaClient>;
}

/** A client's chat group, and an agent of its department, all of whom nobody else knows. */
export interface Pair {
  readonly alice: ChatClient;
  readonly sarah: Agent;
  readonly chatGroupId: number;
  /** As the core knows it. */
  readonly id: string;
  readonly departmentId: string;
}

let numbers = 1_000;

/** An id of digits that no other test knows. */
export const digits = (): string => {
  numbers += 1;
  return String(numbers);
};

export const pair = async ({ cases }: Pick<Scene, 'cases'>): Promise<Pair> => {
  const [alice, departmentId] = [customer(digits()), digits()];
  const wish = toStart({ channel, departmentId });
  const { conversation } = expectRight(await cases().startConversation(alice, wish)());
  const { number: chatGroupId, id } = conversation;
  return { alice, sarah: agent(digits(), [departmentId]), chatGroupId, id, departmentId };
};

/** Comes in with his token. */
export const entered = (
  { connect }: Pick<Scene, 'connect'>,
  actor: ChatClient | Staff,
): Promise<ServanaClient> => connect(tokenOf(actor));

/** Comes in and joins. */
export const joined = async (
  scene: Scene,
  actor: ChatClient | Staff,
  chatGroupId: number,
): Promise<ServanaClient> => {
  const client = await entered(scene, actor);
  const ack = await client.request('joinChatGroup', { groupId: chatGroupId });
  expect(await client.next('joinedRoom')).to.deep.equal(ack);
  expect((ack as unknown as ServanaRoom).chatGroupId).to.equal(chatGroupId);
  return client;
};

/** The message that somebody has sent, as his acknowledgement has it. */
export const sent = async (
  client: ServanaClient,
  { chatGroupId, alice }: Pair,
  message: string,
  more: object = {},
): Promise<ServanaMessage> => {
  const said = { message, chatGroupId, clientId: alice.id, ...more };
  const ack = await client.request('sendMessage', said);
  expect(ack, JSON.stringify(ack)).to.include.keys('chat_id');
  return ack as unknown as ServanaMessage;
};

export const expectRefused = async (
  client: ServanaClient,
  [event, payload]: readonly [event: string, payload?: unknown],
  [code, message]: readonly [code: string, message: string | RegExp],
): Promise<void> => {
  const what = `${event} ${JSON.stringify(payload ?? null).slice(0, 100)}`;
  const { success, error, ...said }: ServanaAck = await client.request(event, payload);
  expect([success, said['code']], `${what} ${JSON.stringify(error)}`).to.deep.equal([false, code]);
  if (typeof message === 'string') expect(error, what).to.equal(message);
  else expect(error, what).to.match(message);
  expect(await client.next('error'), what).to.deep.equal({ message: error, ...said });
};

/** A round trip after which everything that was sent to this client before has arrived. */
const settle = (client: ServanaClient): Promise<void> =>
  expectRefused(client, ['leaveRoom', { chatGroupId: 0 }], ['INVALID_DATA', /chatGroupId/]);

/** Of one room; who is online, and what goes on in lists, is told to others, too. */
const EVENTS = [
  'userJoined',
  'userLeft',
  'joinedRoom',
  'receiveMessage',
  'typing',
  'stopTyping',
  'chatGroupCreated',
  'error',
] as const satisfies readonly (keyof ServanaFrames)[];

/** Nothing has come that was not taken. */
export const expectQuiet = async (
  client: ServanaClient,
  ...more: readonly (keyof ServanaFrames)[]
): Promise<void> => {
  await settle(client);
  const waiting = [...EVENTS, ...more].filter((event) => client.waiting(event) > 0);
  expect(waiting, 'events that nobody should get').to.deep.equal([]);
};
