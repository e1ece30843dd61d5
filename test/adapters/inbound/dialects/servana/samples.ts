import {
  refusalOf,
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/servana/failures.js';
import { channel } from '../../../../../src/adapters/inbound/dialects/servana/channel.js';
import { personKey } from '../../../../../src/domain/actor.js';
import {
  conflict,
  conversationClosed,
  invalid,
  noConversation,
  noPerson,
  notAllowed,
  notInside,
  notWhatHeSays,
  notWhoHeSays,
  notYours,
} from '../../../../../src/domain/failure.js';
import { admin, agent, customer } from '../../../../support/actors.js';
import { expectRight } from '../../../../support/expect-either.js';
import { type InMemory, started } from '../../../../support/in-memory.js';
import type { DialectSamples, SamplesByRow } from '../rows/described-dialect.js';

const alice = customer('789');
const bob = customer('bob');
const sarah = agent('123', ['5']);
const root = admin('root');

/** By which connection the rows are asked. */
const connection = 'here';

const GROUPS = '/api/servana/chat-groups';

/** Alice's chat groups: one that goes on in a department, and one that has ended. */
const samples = async (world: InMemory): Promise<SamplesByRow> => {
  const { cases, presence } = world;
  const group = await started(world, { channel, departmentId: '5' }, alice);
  const closing = await started(world, { channel, subject: 'Card' }, alice);
  const closed = { conversationId: closing.id, note: null };
  const ended = expectRight(await cases.closeConversation(root, closed)());
  presence.arrived(personKey(alice));
  expectRight(await cases.goOnline(sarah, { connection })());
  const { number } = group;
  const inside = { follows: group } as const;
  const typing = [
    { by: alice, input: { chatGroupId: number }, ...inside },
    {
      by: sarah,
      input: { chatGroupId: String(number), userType: 'agent', userId: 123 },
      ...inside,
    },
    { by: sarah, input: { chatGroupId: number }, fails: notInside },
    { by: sarah, input: { chatGroupId: number, userId: 7 }, ...inside, fails: notWhoHeSays },
    {
      by: alice,
      input: { chatGroupId: ended.number },
      follows: ended,
      fails: conversationClosed,
    },
  ];
  const said = { message: 'Hello', chatGroupId: number, clientId: 789 };
  return {
    userOnline: [
      { by: sarah, input: { userId: 123, userType: 'agent' } },
      { by: alice, input: { userId: '789', userType: 'client' } },
      { by: root, input: { userType: 'admin' } },
      { by: sarah, input: { userId: 124 }, fails: notWhoHeSays },
      { by: sarah, input: { userType: 'admin' }, fails: notWhatHeSays },
      { by: alice, input: { userType: 'agent' }, fails: notWhatHeSays },
    ],
    userHeartbeat: [
      { by: sarah, input: { userId: 123 } },
      { by: alice, input: {}, fails: noPerson },
    ],
    userOffline: [
      { by: sarah, input: { userId: 123 } },
      { by: alice, input: {} },
    ],
    getOnlineUsers: [
      { by: alice, input: {} },
      { by: sarah, input: null },
    ],
    joinChatGroup: [
      {
        by: alice,
        input: { groupId: number, userType: 'client', userId: 789 },
        said: { chatGroupId: number, roomInfo: { status: 'active', memberCount: 1 } },
      },
      { by: sarah, input: { groupId: String(number) } },
      {
        by: sarah,
        input: { groupId: 'dept_5' },
        said: { chatGroupId: 'dept_5', roomInfo: { status: 'active', memberCount: 1 } },
      },
      { by: sarah, input: { groupId: 'dept_6' }, fails: notYours },
      { by: alice, input: { groupId: 'dept_5' }, fails: notYours },
      { by: alice, input: { groupId: 'user_789' } },
      { by: alice, input: { groupId: 'user_123' }, fails: notYours },
      { by: alice, input: { groupId: 'user_a\u2028b' }, fails: notYours },
      {
        by: root,
        input: { groupId: 'user_789' },
        said: { chatGroupId: 'user_789', roomInfo: { status: 'active', memberCount: 2 } },
      },
      { by: bob, input: { groupId: number }, fails: notYours },
      { by: agent('other', ['6']), input: { groupId: number }, fails: notYours },
      { by: alice, input: { groupId: 99 }, fails: noConversation },
      { by: alice, input: { groupId: ended.number }, fails: conversationClosed },
    ],
    leaveRoom: [
      { by: alice, input: { chatGroupId: number }, ...inside },
      { by: alice, input: { chatGroupId: number }, fails: notInside },
      { by: bob, input: { chatGroupId: number }, fails: notYours },
      { by: sarah, input: { chatGroupId: 'dept_5' }, said: { success: true } },
      { by: alice, input: { chatGroupId: 'user_789' }, said: { success: true } },
      { by: sarah, input: { chatGroupId: 'user_789' }, fails: notYours },
    ],
    sendMessage: [
      { by: alice, input: said, ...inside },
      { by: sarah, input: { ...said, clientId: '789', clientMessageId: 'one' }, ...inside },
      {
        by: sarah,
        input: { ...said, message: 'Other', clientMessageId: 'one' },
        ...inside,
        fails: conflict('clientMessageId'),
      },
      {
        by: sarah,
        input: { ...said, clientId: 123 },
        ...inside,
        fails: invalid('clientId', 'Must be the client of the chat group'),
      },
      { by: sarah, input: said, fails: notInside },
      {
        by: alice,
        input: { ...said, chatGroupId: ended.number },
        follows: ended,
        fails: conversationClosed,
      },
    ],
    typing,
    stopTyping: typing,
    createChatGroup: [
      { by: alice, input: {} },
      { by: alice, input: { departmentId: 5, subject: '<b>Card' } },
      { by: sarah, input: {}, fails: notAllowed },
    ],
    getRoomStats: [
      { by: root, input: {} },
      { by: sarah, input: {}, fails: notAllowed },
    ],
    forceDisconnect: [
      { by: root, input: { userId: 789 }, said: { success: true, userId: 789 } },
      { by: root, input: { userId: 'nobody' }, fails: noPerson },
      { by: sarah, input: { userId: 789 }, fails: notAllowed },
    ],
    [`POST ${GROUPS}`]: [
      {
        by: alice,
        input: { body: { departmentId: 5, subject: 'Card' } },
      },
      { by: alice, input: { body: {} } },
    ],
    [`GET ${GROUPS}`]: [
      { by: alice, input: { query: {} } },
      { by: sarah, input: { query: { page: 2, limit: 1 } } },
      { by: root, input: { query: {} } },
    ],
    [`GET ${GROUPS}/:chatGroupId/messages`]: [
      { by: alice, input: { params: { chatGroupId: number }, query: {} } },
      { by: sarah, input: { params: { chatGroupId: number }, query: { page: 1, limit: 1 } } },
      { by: bob, input: { params: { chatGroupId: number }, query: {} }, fails: notYours },
      { by: alice, input: { params: { chatGroupId: 99 }, query: {} }, fails: noConversation },
    ],
    [`POST ${GROUPS}/:chatGroupId/attachments`]: [
      {
        by: alice,
        input: {
          params: { chatGroupId: number },
          headers: { 'idempotency-key': 'f1' },
          body: { message: 'Two', ifLastSeq: 1000, attachments: ['a', 'b'] },
        },
      },
      {
        by: alice,
        input: { params: { chatGroupId: 99 }, headers: {}, body: { attachments: ['a'] } },
        fails: noConversation,
      },
    ],
  };
};

export const servanaSamples: DialectSamples = {
  refuseFrame,
  refuseRequest,
  refusalOf,
  codeIn: ({ acknowledgement }) => (acknowledgement as { readonly code?: unknown }).code,
  samples,
};
