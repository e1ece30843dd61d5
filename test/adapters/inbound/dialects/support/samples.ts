import { cursorOf } from '../../../../../src/adapters/inbound/dialects/common/cursors.js';
import {
  refusalOf,
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/support/failures.js';
import { authRequired, noMessage } from '../../../../../src/domain/failure.js';
import { admin, agent, customer, guest } from '../../../../support/actors.js';
import { expectRight } from '../../../../support/expect-either.js';
import { guestIds } from '../../../../support/guest-ids.js';
import { type InMemory, started, toSend } from '../../../../support/in-memory.js';
import type { Ask, DialectSamples, SamplesByRow } from '../rows/described-dialect.js';

const alice = customer('alice');
const visitor = guest();
const sarah = agent('sarah');
const root = admin('root');

const path = '/api/support/conversation';

const newcomersId = (said: unknown): string =>
  (said as { readonly data: { readonly conversation: { readonly id: string } } }).data.conversation
    .id;

const visitorId = guestIds.issue();

const codeIn = (said: unknown): string =>
  (said as { readonly data: { readonly code: string } }).data.code;

/** Alice's conversation, which sarah has answered, and a guest's in which nobody has said anything. */
const samples = async (world: InMemory, ask: Ask): Promise<SamplesByRow> => {
  const { id: answered } = await started(world, { subject: 'A card' }, alice);
  const { id: silent } = await started(world, {}, visitor);
  const asked = expectRight(await world.cases.sendMessage(alice, toSend(answered))());
  expectRight(await world.cases.sendMessage(sarah, toSend(answered, { claims: true }))());
  const greeted = expectRight(await world.cases.sendMessage(visitor, toSend(silent))());
  const generate = 'POST /api/support/onboarding/generate-code';
  const anybodys = await ask(generate, { by: sarah, input: { body: {} } });
  const newcomer = await ask(`POST ${path}/guest`, { by: null, input: { body: {} } });
  const newcomers = { conversationId: newcomersId(newcomer) };
  const joined = { conversationId: answered };
  const other = { conversationId: silent };
  return {
    'message:send': [
      { by: alice, input: { ...joined, message: 'Thank you' } },
      {
        by: sarah,
        input: {
          ...joined,
          message: 'Ended by staff',
          messageType: 'system',
          clientMessageId: 'one',
          client_message_id: 'one',
          ifLastSeq: 1000,
        },
      },
      { by: visitor, input: { ...other, message: 'report.pdf', messageType: 'file' } },
    ],
    'conversation:join': [{ by: alice, input: joined }],
    'conversation:leave': [{ by: alice, input: joined }],
    'message:read': [
      // Nobody has read it, and to read one's own is nothing.
      { by: alice, input: { ...joined, messageId: asked.message.id } },
      { by: sarah, input: { ...joined, messageId: asked.message.id } },
      { by: alice, input: { ...joined, messageId: asked.message.id } },
      { by: visitor, input: { ...other, messageId: greeted.message.id } },
      { by: visitor, input: { messageId: asked.message.id }, fails: noMessage },
    ],
    'typing:start': [{ by: sarah, input: joined }],
    'typing:stop': [{ by: sarah, input: joined }],
    [`GET ${path}`]: [
      { by: alice, input: { query: {} } },
      { by: visitor, input: { query: { type: 'onboarding' } } },
    ],
    [`POST ${path}/guest`]: [
      { by: null, input: { body: {} } },
      { by: visitor, input: { body: { type: 'call_request', subject: 'A card' } } },
      { by: alice, input: { body: {} } },
    ],
    [`GET ${path}/:conversationId/messages`]: [
      { by: null, input: { params: newcomers, query: {} } },
      { by: null, input: { params: other, query: {} }, fails: authRequired },
      { by: alice, input: { params: joined, query: {} } },
      { by: sarah, input: { params: joined, query: { page: 2, limit: 1 } } },
      { by: alice, input: { params: joined, query: { page: 100 } } },
    ],
    ['GET /api/admin/support/conversations']: [
      { by: sarah, input: { query: {} } },
      { by: sarah, input: { query: { page: 2, limit: 1, status: 'open', type: 'general' } } },
      { by: sarah, input: { query: { cursor: cursorOf({ updatedAt: 1, number: 1 }), limit: 1 } } },
    ],
    ['POST /api/admin/support/conversations/:conversationId/close']: [
      { by: sarah, input: { params: other, body: {} } },
      { by: sarah, input: { params: other, body: { note: 'Solved' } } },
    ],
    [`GET ${path}/:conversationId`]: [
      { by: alice, input: { params: joined } },
      { by: sarah, input: { params: other } },
    ],
    [generate]: [
      { by: sarah, input: { body: {} } },
      { by: root, input: { body: { userId: 'alice', deviceInfo: '{"os":"iOS 17"}' } } },
      { by: sarah, input: { body: { guestId: visitorId } } },
      { by: sarah, input: { body: joined } },
      { by: sarah, input: { body: { ...joined, userId: 'alice' } } },
    ],
    [`POST ${path}/:conversationId/attachments`]: [
      { by: alice, input: { params: joined, headers: {}, body: { attachments: ['a'] } } },
      {
        by: sarah,
        input: {
          params: joined,
          headers: { 'idempotency-key': 'f1' },
          body: { message: 'Two', ifLastSeq: 1000, attachments: ['a', 'b'] },
        },
      },
      { by: visitor, input: { params: other, headers: {}, body: { attachments: ['a'] } } },
      {
        by: visitor,
        input: { params: other, headers: {}, body: { attachments: ['EVIL'] } },
        fails: { kind: 'InfectedFile', file: 'a.txt', threat: 'Test.Evil' },
      },
    ],
    'POST /api/support/onboarding/verify-code': [
      { by: null, input: { body: { code: codeIn(anybodys) } } },
      { by: null, input: { body: { code: codeIn(anybodys) } } },
      { by: visitor, input: { body: { code: '12345' } } },
    ],
  };
};

export const supportSamples: DialectSamples = {
  refuseFrame,
  refuseRequest,
  refusalOf,
  codeIn: ({ acknowledgement }) => (acknowledgement as { readonly code?: unknown }).code,
  samples,
};
