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

/** Document 004, "Error Handling". */
const DENIED: Readonly<Record<AccessDenied['to'], string>> = {
  conversation: 'Access denied',
  operation: 'Access denied',
  rating: 'You can only rate your own conversations',
  address: 'Email does not match the conversation owner',
  room: 'Access denied',
  identity: 'Access denied',
  role: 'Access denied',
};

const NOT_FOUND: Readonly<Record<NotFound['what'], string>> = {
  conversation: 'Conversation not found',
  agent: 'Agent not found',
  message: 'Message not found',
  ticket: 'Ticket not found',
  person: 'User not found',
  file: 'File not found',
};

/** Document 004, "Error Handling", and the column of design, section 7. */
export const refusalOf = (failure: Failure | EdgeFailure): Refusal => {
  if (isCommon(failure)) return commonRefusal(failure, asTyped);
  switch (failure.kind) {
    case 'ValidationFailed':
    case 'InvalidPayload': {
      const { issues } = failure;
      const [first] = issues;
      // The sentence of document 004 names its field itself.
      return first?.field === 'rating'
        ? refusal(400, 'invalid', first.message, issues)
        : invalidRefusal(issues);
    }
    case 'StaffOnly':
      return refusal(403, 'forbidden', 'Admin access required');
    case 'AccessDenied':
      return refusal(400, 'forbidden', DENIED[failure.to]);
    case 'NotFound':
      return refusal(404, 'not_found', NOT_FOUND[failure.what]);
    case 'ConversationClosed':
      return refusal(400, 'closed', 'This conversation has been closed');
    case 'NotClosed':
      return refusal(400, 'conflict', 'Can only rate closed conversations');
    case 'AlreadyRated':
      return refusal(400, 'conflict', 'Conversation already rated');
  }
};

/** Design, section 6: `errors` is there where fields are wrong. */
const bodyOf = ({ message, errors }: Refusal): object => ({
  success: false,
  message,
  ...(errors.length === 0 ? {} : { errors }),
});

/** `error`, and the same in the acknowledgement of a client that asked for one. */
export const refuseFrame = (failure: Failure | EdgeFailure): Reply => {
  const refused = refusalOf(failure);
  const { code, retryAfter } = refused;
  const data = {
    ...bodyOf(refused),
    code,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  };
  return { frames: [{ event: 'error', data }], acknowledgement: data };
};

const envelope = (refused: Refusal): HttpReply => refusedReply(refused, bodyOf(refused));

export const refuseRequest = (failure: Failure | EdgeFailure): HttpReply =>
  envelope(refusalOf(failure));

/** To whoever has none of the keys that this server asks for. */
export const appKeyRequired: HttpReply = {
  ...envelope(refusal(401, 'unauthenticated', 'A valid X-App-Key is required')),
  failure: { kind: 'AuthRequired' },
};

export const requestProblem = (problem: HttpProblem): HttpReply =>
  envelope(problemRefusal(problem, asTyped));
