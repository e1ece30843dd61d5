import { expect } from 'chai';
import {
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/tickets/failures.js';
import {
  authRequired,
  conflict,
  conversationClosed,
  type Failure,
  heldBy,
  invalid,
  noTicket,
  notAllowed,
  notYours,
  rateLimited,
  unavailable,
} from '../../../../../src/domain/failure.js';

/** Document 003, "Troubleshooting", and what design, section 6, adds. */
const TABLE: readonly (readonly [
  failure: Failure,
  status: number,
  code: string,
  message: string,
])[] = [
  [authRequired, 401, 'unauthenticated', 'User not authenticated'],
  [notYours, 403, 'forbidden', 'Access denied to this ticket'],
  [notAllowed, 403, 'forbidden', 'Access denied'],
  [noTicket, 404, 'not_found', 'Ticket not found'],
  [conversationClosed, 409, 'closed', 'This ticket has been closed'],
  [
    conflict('clientMessageId'),
    409,
    'conflict',
    'This clientMessageId was used for another message',
  ],
  [
    heldBy('notAssignee', 'Sarah <3'),
    409,
    'conflict',
    'Only Sarah <3 can do this: the conversation is assigned to them',
  ],
  [unavailable, 503, 'unavailable', 'Service unavailable, please try again'],
];

const NOTHING_SAID = 'Message or at least one file is required';

const eventOf = (failure: Parameters<typeof refuseFrame>[0], event: string | null): unknown =>
  refuseFrame(failure, event).frames.map((frame) => frame.event);

describe("the tickets dialect's failures", () => {
  for (const [failure, status, code, message] of TABLE) {
    it(`are ${status} "${message}", and ${code}`, () => {
      expect(refuseRequest(failure)).to.deep.equal({ status, body: { success: false, message } });
      expect(refuseFrame(failure, 'send_message')).to.deep.equal({
        frames: [{ event: 'send_message_error', data: { message, code } }],
        acknowledgement: { success: false, message, code },
      });
    });
  }

  it('are told by the event’s own error event', () => {
    for (const failure of [authRequired, noTicket, unavailable, notYours]) {
      expect(eventOf(failure, 'join_ticket')).to.deep.equal(['join_ticket_error']);
      expect(eventOf(failure, 'get_messages')).to.deep.equal(['messages_error']);
      expect(eventOf(failure, 'send_message')).to.deep.equal(['send_message_error']);
      expect(eventOf(failure, 'authenticate')).to.deep.equal(['authentication_error']);
      expect(eventOf(failure, 'auth')).to.deep.equal(['authentication_error']);
    }
  });

  it('are told by `error` of what has none, but that somebody is not known', () => {
    for (const event of ['leave_ticket', 'typing_start', 'typing_stop', 'unknown', null]) {
      expect(eventOf(noTicket, event)).to.deep.equal(['error']);
      expect(eventOf({ kind: 'UnknownEvent', event: 'x' }, event)).to.deep.equal(['error']);
      for (const kind of ['AuthRequired', 'InvalidToken', 'TokenExpired', 'Dismissed'] as const) {
        expect(eventOf({ kind }, event), kind).to.deep.equal(['authentication_error']);
      }
    }
  });

  it('say of a message what document 003 says, and name the field of any other fault', () => {
    const { acknowledgement } = refuseFrame(invalid('message', NOTHING_SAID), 'send_message');
    expect(acknowledgement).to.deep.equal({
      success: false,
      message: NOTHING_SAID,
      code: 'invalid',
      errors: [{ field: 'message', message: NOTHING_SAID }],
    });
    const other = refuseFrame(invalid('ticketId', 'Must be a string'), 'join_ticket');
    expect(other.acknowledgement).to.include({ message: 'ticketId: Must be a string' });
    expect(refuseRequest(invalid('message', 'Must not be empty'))).to.deep.equal({
      status: 400,
      body: {
        success: false,
        message: 'message: Must not be empty',
        errors: [{ field: 'message', message: 'Must not be empty' }],
      },
    });
  });

  it('say when it is worth another try', () => {
    expect(refuseRequest(rateLimited(7))).to.deep.equal({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { success: false, message: 'Too many requests, please try again in 7 seconds' },
    });
    expect(refuseFrame(rateLimited(7), 'send_message').acknowledgement).to.include({
      retryAfter: 7,
    });
  });
});
