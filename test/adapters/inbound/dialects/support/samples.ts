import {
  refusalOf,
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/support/failures.js';
import { authRequired } from '../../../../../src/domain/failure.js';
import { agent, customer, guest } from '../../../../support/actors.js';
import { expectRight } from '../../../../support/expect-either.js';
import { type InMemory, started, toSend } from '../../../../support/in-memory.js';
import type { Ask, DialectSamples, SamplesByRow } from '../rows/described-dialect.js';

const alice = customer('alice');
const visitor = guest();
const sarah = agent('sarah');

const path = '/api/support/conversation';

const newcomersId = (said: unknown): string =>
  (said as { readonly data: { readonly conversation: { readonly id: string } } }).data.conversation
    .id;

/** Alice's conversation, which sarah has answered, and a guest's in which nobody has said anything. */
const samples = async (world: InMemory, ask: Ask): Promise<SamplesByRow> => {
  const { id: answered } = await started(world, { subject: 'A card' }, alice);
  const { id: silent } = await started(world, {}, visitor);
  expectRight(await world.cases.sendMessage(alice, toSend(answered))());
  expectRight(await world.cases.sendMessage(sarah, toSend(answered, { claims: true }))());
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
    'POST /api/admin/support/conversations/:conversationId/close': [
      { by: sarah, input: { params: other, body: { note: 'Said nothing' } } },
      { by: sarah, input: { params: other, body: {} } },
    ],
    [`GET ${path}/:conversationId`]: [
      { by: alice, input: { params: joined } },
      { by: sarah, input: { params: other } },
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
