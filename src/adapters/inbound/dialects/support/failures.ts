import type { Conflict, Failure, Issue, NotFound } from '../../../../domain/failure.js';
import type { EdgeFailure, RefusalNote, Reply } from '../../gateway/dialect.js';
import type { HttpProblem, HttpReply } from '../../gateway/transport.js';
import { inert } from '../common/inert-text.js';

/** A failure as this dialect puts it: with words and fields. */
interface Refusal extends RefusalNote {
  readonly message: string;
  readonly errors: readonly Issue[];
  /** Seconds after which it is worth another try, where it is a limit. */
  readonly retryAfter?: number;
}

const refusal = (
  status: number,
  code: string,
  message: string,
  errors: readonly Issue[] = [],
): Refusal => ({ status, code, message, errors });

/** A frame has but one sentence, so it names the first field that is wrong. */
const invalid = (issues: readonly Issue[]): Refusal => {
  const [first = { field: '', message: 'Invalid request' }] = issues;
  const { field, message } = first;
  return refusal(400, 'invalid', field === '' ? message : `${field}: ${message}`, issues);
};

const notFound = (what: NotFound['what']): Refusal => {
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)} not found`;
  return refusal(404, 'not_found', message, [{ field: `${what}Id`, message }]);
};

const conflictMessage = (failure: Conflict): string => {
  switch (failure.reason) {
    case 'claimed':
      return `This conversation is already handled by ${inert(failure.holder)}`;
    case 'notAssignee':
      return `Only ${inert(failure.holder)} can do this: the conversation is assigned to them`;
    case 'unassigned':
      return 'This conversation has not been claimed yet';
    case 'clientMessageId':
      return 'This clientMessageId was used for another message';
    case 'newerMessage':
      return 'Somebody else has written since';
  }
};

const inSeconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);

/** Design, section 7; somebody else's conversation is a 404 like one that is none (section 6). */
export const refusalOf = (failure: Failure | EdgeFailure): Refusal => {
  switch (failure.kind) {
    case 'ValidationFailed':
    case 'InvalidPayload':
      return invalid(failure.issues);
    case 'UnknownEvent':
      return refusal(400, 'invalid', `Unknown event: ${inert(failure.event.slice(0, 100))}`);
    case 'AuthRequired':
      return refusal(401, 'unauthenticated', 'Authentication required');
    case 'StaffOnly':
      return refusal(403, 'forbidden', 'Access denied');
    case 'InvalidToken':
      return refusal(401, 'unauthenticated', 'Authentication failed');
    case 'TokenExpired':
      return refusal(401, 'unauthenticated', 'Token expired');
    case 'AccessDenied':
      return failure.to === 'conversation'
        ? notFound('conversation')
        : refusal(403, 'forbidden', 'Access denied');
    case 'NotFound':
      return notFound(failure.what);
    case 'ConversationClosed':
      return refusal(409, 'closed', 'This conversation has been closed');
    case 'NotClosed':
      return refusal(409, 'conflict', 'Can only rate closed conversations');
    case 'AlreadyRated':
      return refusal(409, 'conflict', 'Conversation already rated');
    case 'Conflict':
      return refusal(409, 'conflict', conflictMessage(failure));
    case 'TooLarge':
      return refusal(413, 'too_large', 'Payload is too large');
    case 'TooManyJoined':
      return refusal(
        429,
        'rate_limited',
        `At most ${failure.limit} conversations can be joined on one connection`,
      );
    case 'RateLimited': {
      const { retryAfter } = failure;
      const message = `Too many requests, please try again in ${inSeconds(retryAfter)}`;
      return { ...refusal(429, 'rate_limited', message), retryAfter };
    }
    case 'TooManyAtOnce':
      return refusal(429, 'rate_limited', 'Too many requests at once');
    case 'Unavailable':
      return refusal(503, 'unavailable', 'Service unavailable, please try again');
    case 'Internal':
      return refusal(500, 'internal', 'Internal error');
  }
};

/** `message:error`, and the same in the acknowledgement of a client that asked for one. */
export const refuseFrame = (failure: Failure | EdgeFailure): Reply => {
  const { code, message, retryAfter } = refusalOf(failure);
  const error = { error: message, code, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return {
    frames: [{ event: 'message:error', data: error }],
    acknowledgement: { success: false, ...error },
  };
};

const envelope = ({ status, message, errors, retryAfter }: Refusal): HttpReply => ({
  status,
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  body: { success: false, message, errors },
});

export const refuseRequest = (failure: Failure | EdgeFailure): HttpReply =>
  envelope(refusalOf(failure));

export const requestProblem = (problem: HttpProblem): HttpReply => {
  switch (problem) {
    case 'notFound':
      return envelope(refusal(404, 'not_found', 'Not found'));
    case 'methodNotAllowed':
      return envelope(refusal(405, 'invalid', 'Method not allowed'));
    case 'originNotAllowed':
      return envelope(refusal(403, 'forbidden', 'Origin not allowed'));
    case 'malformed':
      return envelope(refusal(400, 'invalid', 'Malformed request'));
    case 'tooLarge':
      return envelope(refusalOf({ kind: 'TooLarge' }));
    case 'unsupported':
      return envelope(refusal(415, 'unsupported', 'Unsupported content type'));
    case 'internal':
      return envelope(refusalOf({ kind: 'Internal' }));
  }
};
