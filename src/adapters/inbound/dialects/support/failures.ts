import type { Failure, NotFound } from '../../../../domain/failure.js';
import type { EdgeFailure, Reply } from '../../gateway/dialect.js';
import type { HttpProblem, HttpReply } from '../../gateway/transport.js';
import { inert } from '../common/inert-text.js';
import {
  commonRefusal,
  invalidRefusal,
  isCommon,
  problemRefusal,
  type Refusal,
  refusal,
  refusedReply,
} from '../common/refusals.js';

const notFound = (what: NotFound['what']): Refusal => {
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)} not found`;
  return refusal(404, 'not_found', message, [{ field: `${what}Id`, message }]);
};

/** Design, section 7; somebody else's conversation is a 404 like one that is none (section 6). */
export const refusalOf = (failure: Failure | EdgeFailure): Refusal => {
  if (isCommon(failure)) return commonRefusal(failure, inert);
  switch (failure.kind) {
    case 'ValidationFailed':
    case 'InvalidPayload':
      return invalidRefusal(failure.issues);
    case 'StaffOnly':
      return refusal(403, 'forbidden', 'Access denied');
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

const envelope = (refused: Refusal): HttpReply => {
  const { message, errors } = refused;
  return refusedReply(refused, { success: false, message, errors });
};

export const refuseRequest = (failure: Failure | EdgeFailure): HttpReply =>
  envelope(refusalOf(failure));

export const requestProblem = (problem: HttpProblem): HttpReply =>
  envelope(problemRefusal(problem, inert));
