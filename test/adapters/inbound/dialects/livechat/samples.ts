import {
  refusalOf,
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/livechat/failures.js';
import { channel } from '../../../../../src/adapters/inbound/dialects/livechat/channel.js';
import type { ConversationId } from '../../../../../src/domain/ids.js';
import {
  authRequired,
  conflict,
  conversationClosed,
  noConversation,
  noTicket,
  notOfThatAddress,
} from '../../../../../src/domain/failure.js';
import { admin, agent, contact, customer } from '../../../../support/actors.js';
import { expectRight } from '../../../../support/expect-either.js';
import { type InMemory, started, toSend } from '../../../../support/in-memory.js';
import type { DialectSamples, SamplesByRow } from '../rows/described-dialect.js';

const alice = customer('alice');
const john = contact('john@example.com');
const sarah = agent('sarah', ['cards']);
const root = admin('root');

const USER = '/api/v1/support';
const STAFF = '/api/v1/unified-admin/support';
const ONE = `${STAFF}/conversations/:id`;

const message = { text: 'hello', kind: 'text', clientMessageId: null } as const;

const device = { device_id: 'abc123', platform: 'ios', year: 2026, is_new: true, note: null };

const everyField = {
  message: 'Thank you',
  device_metadata: device,
  clientMessageId: 'one',
  client_message_id: 'one',
  ifLastSeq: 1000,
};

interface Ticketed {
  readonly id: ConversationId;
  readonly number: string;
}

const TICKET = {
  subject: 'Card',
  description: 'Lost',
  supportType: 'CARDS',
  priority: 'medium',
} as const;

/** Alice's conversations, of which sarah holds one and has closed another, and a contact's that nobody has. */
const samples = async (world: InMemory): Promise<SamplesByRow> => {
  const { cases, store } = world;
  for (const staff of [sarah, root]) expectRight(await store.agents.remember(staff)());
  const opened = async (by: typeof alice | typeof john) =>
    (await started(world, { channel, message }, by)).id;
  const [free, held, closed, ended, johns] = [
    await opened(alice),
    await opened(alice),
    await opened(alice),
    await opened(alice),
    await opened(john),
  ];
  const { id: silent } = await started(world, { channel }, alice);
  for (const id of [held, closed, ended]) {
    expectRight(await cases.claimConversation(sarah, id)());
    expectRight(await cases.sendMessage(sarah, toSend(id))());
    expectRight(await cases.addNote(sarah, { conversationId: id, text: 'between us' })());
  }
  for (const conversationId of [closed, ended]) {
    expectRight(await cases.closeConversation(sarah, { conversationId, note: null })());
  }
  const ticketed = async (by: typeof alice | typeof john): Promise<Ticketed> => {
    const wish = { channel, message, ticket: TICKET };
    const { id, ticket } = await started(world, wish, by);
    return { id, number: ticket?.number ?? '' };
  };
  const [alices, johnsTicket, done, over] = [
    await ticketed(alice),
    await ticketed(john),
    await ticketed(alice),
    await ticketed(john),
  ];
  for (const { id: conversationId } of [done, over]) {
    expectRight(await cases.closeConversation(root, { conversationId, note: null })());
  }
  return {
    join_conversation: [{ by: alice, input: { conversation_id: held } }],
    leave_conversation: [{ by: alice, input: { conversation_id: 'whatever' } }],
    typing: [{ by: sarah, input: { conversation_id: held } }],
    stop_typing: [{ by: sarah, input: { conversation_id: held } }],
    [`POST ${USER}/chat/send`]: [
      { by: alice, input: { headers: {}, body: { message: 'Hi' } } },
      { by: alice, input: { headers: { 'idempotency-key': 'one' }, body: everyField } },
      { by: alice, input: { headers: {}, body: { ...everyField, conversation_id: held } } },
      {
        by: alice,
        input: { headers: {}, body: { message: 'Hi', conversation_id: closed } },
        fails: conversationClosed,
      },
      {
        by: alice,
        input: { headers: {}, body: { message: 'Hi', conversation_id: 'x' } },
        fails: noConversation,
      },
    ],
    [`POST ${USER}/chat/send-unauthenticated`]: [
      { by: null, input: { headers: {}, body: { message: 'Hi', email: 'jane@example.com' } } },
      {
        by: alice,
        input: {
          headers: { 'idempotency-key': 'one' },
          body: { ...everyField, email: 'j@example.com', phone_number: '08012345678' },
        },
      },
      {
        by: null,
        input: {
          headers: {},
          body: { message: 'Hi', email: 'John@example.com', conversation_id: johns },
        },
      },
      {
        by: alice,
        input: {
          headers: {},
          body: { message: 'Hi', email: 'alice@example.com', conversation_id: held },
        },
        fails: notOfThatAddress,
      },
    ],
    [`GET ${USER}/conversations`]: [
      { by: alice, input: { query: {} } },
      { by: alice, input: { query: { page: 2 } } },
      { by: alice, input: { query: { page: 1, limit: 1 } } },
    ],
    [`GET ${USER}/conversations/:id`]: [
      { by: alice, input: { params: { id: held } } },
      { by: alice, input: { params: { id: silent } } },
      { by: sarah, input: { params: { id: closed } } },
    ],
    [`GET ${STAFF}/conversations`]: [
      { by: sarah, input: { query: {} } },
      {
        by: sarah,
        input: {
          query: { page: 1, limit: 2, status: 'waiting_user', assigned: 'me', search: '' },
        },
      },
      { by: root, input: { query: { status: '', assigned: 'unassigned' } } },
      { by: root, input: { query: { search: 'alice' } } },
    ],
    [`GET ${ONE}`]: [
      { by: sarah, input: { params: { id: held } } },
      { by: root, input: { params: { id: silent } } },
    ],
    [`GET ${STAFF}/agents`]: [{ by: root, input: {} }],
    [`GET ${STAFF}/stats`]: [
      { by: sarah, input: { query: {} } },
      { by: root, input: { query: { days: 90 } } },
    ],
    [`POST ${ONE}/ticket`]: [
      {
        by: sarah,
        input: {
          params: { id: held },
          body: {
            subject: 'A failed transfer',
            support_type: 'TRANSACTION_ISSUE',
            priority: 'medium',
          },
        },
      },
      {
        by: root,
        input: {
          params: { id: free },
          body: { subject: 'Card', description: 'Lost', support_type: 'CARDS', priority: 'urgent' },
        },
      },
      {
        by: root,
        input: {
          params: { id: alices.id },
          body: { subject: 'Once more', support_type: 'CARDS', priority: 'low' },
        },
        fails: conflict('ticket'),
      },
    ],
    [`PATCH ${STAFF}/tickets/:ticketNumber`]: [
      {
        by: root,
        input: { params: { ticketNumber: alices.number }, body: { status: 'resolved' } },
      },
      {
        by: root,
        input: {
          params: { ticketNumber: alices.number },
          body: { status: 'in_progress', priority: 'high' },
        },
      },
      {
        by: sarah,
        input: { params: { ticketNumber: 'SMI-1999-000001' }, body: { priority: 'high' } },
        fails: noTicket,
      },
    ],
    [`POST ${USER}/request-support`]: [
      {
        by: null,
        input: {
          headers: {},
          body: { email: 'jane@example.com', subject: 'Card', description: 'Lost' },
        },
      },
      {
        by: null,
        input: {
          headers: { 'idempotency-key': 'r1' },
          body: {
            ...{ email: 'jane@example.com', subject: 'Card', description: 'Lost' },
            ...{ support_type: 'CARDS', phone_number: '08012345678', device_metadata: device },
          },
        },
      },
    ],
    [`POST ${USER}/create-ticket`]: [
      { by: alice, input: { headers: {}, body: { subject: 'Card', description: 'Lost' } } },
      {
        by: alice,
        input: {
          headers: { 'idempotency-key': 't1' },
          body: { subject: 'Card', description: 'Lost', support_type: 'CARDS', priority: 'high' },
        },
      },
      {
        by: alice,
        input: {
          headers: { 'idempotency-key': 't1' },
          body: { subject: 'Another', description: 'Lost' },
        },
        fails: conflict('clientMessageId'),
      },
    ],
    [`GET ${USER}/my-tickets`]: [
      { by: alice, input: { query: {} } },
      { by: alice, input: { query: { page: 1, limit: 1 } } },
    ],
    [`GET ${USER}/ticket`]: [
      { by: alice, input: { headers: {}, query: { ticket_number: alices.number } } },
      {
        by: null,
        input: {
          headers: {},
          query: { ticket_number: johnsTicket.number, email: 'John@example.com' },
        },
      },
      {
        by: null,
        input: { headers: {}, query: { ticket_number: alices.number, email: 'john@example.com' } },
        fails: noTicket,
      },
      {
        by: null,
        input: { headers: {}, query: { ticket_number: alices.number } },
        fails: authRequired,
      },
      {
        by: alice,
        input: { headers: {}, query: { ticket_number: alices.number, email: 'john@example.com' } },
        fails: notOfThatAddress,
      },
    ],
    [`POST ${USER}/ticket/add-message`]: [
      {
        by: alice,
        input: { headers: {}, body: { ticket_number: alices.number, message: 'And?' } },
      },
      {
        by: null,
        input: {
          headers: { 'idempotency-key': 'm1' },
          body: {
            ...{ ticket_number: johnsTicket.number, message: 'And?' },
            ...{ email: 'john@example.com', ifLastSeq: 1000 },
          },
        },
      },
      {
        by: null,
        input: {
          headers: {},
          body: { ticket_number: over.number, message: 'And?', email: 'john@example.com' },
        },
        fails: conversationClosed,
      },
    ],
    [`POST ${USER}/ticket/:ticketNumber/rate`]: [
      {
        by: alice,
        input: { params: { ticketNumber: done.number }, headers: {}, body: { rating: 5 } },
      },
      {
        by: null,
        input: {
          params: { ticketNumber: over.number },
          headers: {},
          body: { rating: 2, feedback: 'Slow', email: 'john@example.com' },
        },
      },
    ],
    [`POST ${ONE}/claim`]: [
      { by: root, input: { params: { id: free } } },
      { by: root, input: { params: { id: free } } },
    ],
    [`POST ${ONE}/reply`]: [
      { by: sarah, input: { params: { id: held }, headers: {}, body: { message: 'Well?' } } },
      {
        by: sarah,
        input: {
          params: { id: held },
          headers: { 'idempotency-key': 'two' },
          body: { message: 'Well?', ifLastSeq: 1000 },
        },
      },
    ],
    [`POST ${USER}/conversations/:id/attachments`]: [
      {
        by: alice,
        input: { params: { id: held }, headers: {}, body: { attachments: ['a'] } },
      },
      {
        by: alice,
        input: {
          params: { id: held },
          headers: { 'idempotency-key': 'f1' },
          body: { message: 'Two', ifLastSeq: 1000, attachments: ['a', 'b'] },
        },
      },
      {
        by: alice,
        input: { params: { id: closed }, headers: {}, body: { attachments: ['a'] } },
        fails: conversationClosed,
      },
    ],
    [`POST ${ONE}/attachments`]: [
      { by: sarah, input: { params: { id: held }, headers: {}, body: { attachments: ['a'] } } },
      {
        by: sarah,
        input: { params: { id: free }, headers: {}, body: { attachments: ['a'] } },
        fails: conflict('unassigned'),
      },
    ],
    [`POST ${ONE}/note`]: [
      { by: root, input: { params: { id: closed }, headers: {}, body: { message: 'Solved' } } },
      {
        by: sarah,
        input: {
          params: { id: closed },
          headers: { 'idempotency-key': 'n1' },
          body: { message: 'Was solved' },
        },
      },
    ],
    [`POST ${ONE}/handover`]: [
      { by: sarah, input: { params: { id: held }, body: { admin_id: 'sarah' } } },
      {
        by: sarah,
        input: { params: { id: held }, body: { admin_id: 'root', reason: 'A question of cards' } },
      },
    ],
    [`POST ${ONE}/close`]: [
      { by: root, input: { params: { id: free }, body: {} } },
      { by: root, input: { params: { id: free }, body: { note: 'Solved' } } },
    ],
    [`POST ${USER}/conversations/:id/rate`]: [
      { by: alice, input: { params: { id: closed }, body: { rating: 5, feedback: 'Good' } } },
      { by: alice, input: { params: { id: ended }, body: { rating: 1 } } },
    ],
  };
};

export const livechatSamples: DialectSamples = {
  refuseFrame,
  refuseRequest,
  refusalOf,
  codeIn: ({ acknowledgement }) => (acknowledgement as { readonly code?: unknown }).code,
  samples,
};
