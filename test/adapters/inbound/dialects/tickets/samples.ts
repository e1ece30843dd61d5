import {
  refusalOf,
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/tickets/failures.js';
import { channel } from '../../../../../src/adapters/inbound/dialects/tickets/channel.js';
import { conflict, noTicket } from '../../../../../src/domain/failure.js';
import { admin, agent, contact, customer, guest } from '../../../../support/actors.js';
import { expectRight } from '../../../../support/expect-either.js';
import { type InMemory, started, toSend } from '../../../../support/in-memory.js';
import type { DialectSamples, SamplesByRow } from '../rows/described-dialect.js';

const alice = customer('alice');
const bob = agent('bob');

const message = { text: 'Hello', kind: 'text', clientMessageId: null } as const;

const ticket = {
  subject: 'Card',
  description: null,
  supportType: 'GENERAL',
  priority: 'medium',
} as const;

/** Alice's ticket, in which an agent has answered, and conversations of others without one. */
const samples = async (world: InMemory): Promise<SamplesByRow> => {
  const { cases } = world;
  const own = await started(world, { channel, message, ticket }, alice);
  const plain = await started(world, { message }, guest('visitor'));
  await started(world, { message }, contact('ann@example.com'));
  expectRight(await cases.sendMessage(bob, toSend(own.id, { claims: true }))());
  const ticketId = own.ticket?.id ?? '';
  return {
    join_ticket: [
      { by: alice, input: { ticketId } },
      { by: bob, input: { ticketId: plain.id } },
      { by: bob, input: { ticketId: own.ticket?.number ?? '' } },
      { by: alice, input: { ticketId: 'none' }, fails: noTicket },
    ],
    leave_ticket: [{ by: alice, input: { ticketId } }],
    get_messages: [
      { by: alice, input: { ticketId } },
      { by: bob, input: { ticketId: own.id, page: 1, limit: 1 } },
      { by: bob, input: { ticketId: plain.id, limit: 1000 } },
    ],
    send_message: [
      { by: alice, input: { ticketId, message: 'Hi' } },
      { by: bob, input: { ticketId, message: 'Hi', attachments: [], clientMessageId: 'one' } },
      {
        by: bob,
        input: { ticketId, message: 'Other', clientMessageId: 'one' },
        fails: conflict('clientMessageId'),
      },
    ],
    typing_start: [{ by: alice, input: { ticketId } }],
    typing_stop: [{ by: alice, input: { ticketId } }],
    'POST /api/tickets': [
      { by: alice, input: { headers: {}, body: { subject: 'Card' } } },
      {
        by: alice,
        input: {
          headers: { 'idempotency-key': 'two' },
          body: { subject: 'Card', message: 'Lost it' },
        },
      },
    ],
    'GET /api/tickets': [
      { by: alice, input: { query: {} } },
      { by: admin(), input: { query: {} } },
      { by: bob, input: { query: { page: 2, limit: 1 } } },
    ],
  };
};

export const ticketsSamples: DialectSamples = {
  refuseFrame,
  refuseRequest,
  refusalOf,
  codeIn: ({ acknowledgement }) => (acknowledgement as { readonly code?: unknown }).code,
  samples,
};
