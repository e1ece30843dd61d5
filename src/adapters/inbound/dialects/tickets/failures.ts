import type { AccessDenied, Failure, NotFound } from '../../../../domain/failure.js';
import type { EdgeFailure, Reply } from '../../gateway/dialect.js';
import type { HttpProblem, HttpReply } from '../../gateway/transport.js';
import {
  commonRefusal,
  invalidRefusal,
  isCommon,
  problemRefusal,
  type Refusal,
  refusal,
  refusedReply,
  type Writing,
} from '../common/refusals.js';

/** This protocol shows text as it was typed. */
const asTyped: Writing = (text) => text;

/** Document 003, "Troubleshooting". */
const UNAUTHENTICATED = refusal(401, 'unauthenticated', 'User not authenticated');

const DENIED: Readonly<Record<AccessDenied['to'], string>> = {
  conversation: 'Access denied to this ticket',
  operation: 'Access denied',
  rating: 'Access denied to this ticket',
  address: 'Access denied to this ticket',
  room: 'Access denied',
  identity: 'Access denied',
  role: 'Access denied',
};

/** Whatever is not there is a ticket here, but for an agent. */
const NOT_FOUND: Readonly<Record<NotFound['what'], string>> = {
  conversation: 'Ticket not found',
  ticket: 'Ticket not found',
  message: 'Message not found',
  agent: 'Agent not found',
  file: 'File not found',
  person: 'User not found',
};

/** Document 003, "Troubleshooting", and design, sections 6 and 7. */
export const refusalOf = (failure: Failure | EdgeFailure): Refusal => {
  if (failure.kind === 'AuthRequired') return UNAUTHENTICATED;
  if (isCommon(failure)) return commonRefusal(failure, asTyped);
  switch (failure.kind) {
    case 'ValidationFailed':
    case 'InvalidPayload': {
      const { issues } = failure;
      const [first] = issues;
      // The sentence of document 003 names its field itself.
      return first?.field === 'message'
        ? refusal(400, 'invalid', first.message, issues)
        : invalidRefusal(issues);
    }
    case 'StaffOnly':
      return refusal(403, 'forbidden', 'Access denied');
    case 'AccessDenied':
      return refusal(403, 'forbidden', DENIED[failure.to]);
    case 'NotFound':
      return refusal(404, 'not_found', NOT_FOUND[failure.what]);
    case 'ConversationClosed':
      return refusal(409, 'closed', 'This ticket has been closed');
    case 'NotClosed':
    case 'AlreadyRated':
      return refusal(409, 'conflict', 'This cannot be done now');
  }
};

/** Document 003, "Error Handling": what is told of an event that went wrong. */
const ERROR_EVENTS: ReadonlyMap<string | null, string> = new Map([
  ['authenticate', 'authentication_error'],
  ['auth', 'authentication_error'],
  ['join_ticket', 'join_ticket_error'],
  ['get_messages', 'messages_error'],
  ['send_message', 'send_message_error'],
]);

/** What ends a connection's standing, whatever was asked. */
const OF_IDENTITY: readonly string[] = ['InvalidToken', 'TokenExpired', 'Dismissed'];

const errorEvent = ({ kind }: Failure | EdgeFailure, event: string | null): string => {
  const own = ERROR_EVENTS.get(event);
  if (own !== undefined) return own;
  return kind === 'AuthRequired' || OF_IDENTITY.includes(kind) ? 'authentication_error' : 'error';
};

/** The event's own error event, and the same in the acknowledgement of a client that asked for one. */
export const refuseFrame = (failure: Failure | EdgeFailure, event: string | null): Reply => {
  const { code, message, errors, retryAfter } = refusalOf(failure);
  const data = {
    message,
    code,
    ...(errors.length === 0 ? {} : { errors }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return {
    frames: [{ event: errorEvent(failure, event), data }],
    acknowledgement: { success: false, ...data },
  };
};

const envelope = (refused: Refusal): HttpReply => {
  const { message, errors } = refused;
  const body = { success: false, message, ...(errors.length === 0 ? {} : { errors }) };
  return refusedReply(refused, body);
};

/** Over HTTP there are more fields than one, and each is named. */
export const refuseRequest = (failure: Failure | EdgeFailure): HttpReply =>
  envelope('issues' in failure ? invalidRefusal(failure.issues) : refusalOf(failure));

export const requestProblem = (problem: HttpProblem): HttpReply =>
  envelope(problemRefusal(problem, asTyped));
