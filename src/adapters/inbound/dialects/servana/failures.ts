import type { AccessDenied, Failure, NotFound } from '../../../../domain/failure.js';
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

/** Document 002, "Common Error Codes", with the two of design, section 7, that it has none for. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['unauthenticated', 'AUTH_REQUIRED'],
  ['forbidden', 'ACCESS_DENIED'],
  ['conflict', 'ACCESS_DENIED'],
  ['not_found', 'ROOM_NOT_FOUND'],
  ['rate_limited', 'RATE_LIMIT_EXCEEDED'],
  ['invalid', 'INVALID_DATA'],
  ['too_large', 'INVALID_DATA'],
  ['unsupported', 'INVALID_DATA'],
  ['infected', 'INVALID_DATA'],
  ['closed', 'ROOM_INACTIVE'],
  ['unavailable', 'UNAVAILABLE'],
  ['internal', 'INTERNAL'],
]);

const coded = (refused: Refusal): Refusal => ({
  ...refused,
  code: CODES.get(refused.code) ?? refused.code,
});

const DENIED: Readonly<Record<AccessDenied['to'], string>> = {
  conversation: 'Access denied to this chat room',
  operation: 'Access denied',
  rating: 'Access denied to this chat room',
  address: 'Access denied to this chat room',
  room: 'Join the chat group first',
  identity: 'userId does not match your token',
  role: 'userType does not match your token',
};

const NOT_FOUND: Readonly<Record<NotFound['what'], readonly [code: string, message: string]>> = {
  conversation: ['ROOM_NOT_FOUND', 'Chat room not found'],
  ticket: ['ROOM_NOT_FOUND', 'Chat room not found'],
  message: ['ROOM_NOT_FOUND', 'Message not found'],
  file: ['ROOM_NOT_FOUND', 'File not found'],
  agent: ['USER_NOT_FOUND', 'User not found'],
  person: ['USER_NOT_FOUND', 'User not found'],
};

const plainRefusal = (failure: Failure | EdgeFailure): Refusal => {
  if (isCommon(failure)) return commonRefusal(failure, inert);
  switch (failure.kind) {
    case 'ValidationFailed':
    case 'InvalidPayload':
      return invalidRefusal(failure.issues);
    case 'StaffOnly':
      return refusal(403, 'forbidden', 'Access denied');
    case 'AccessDenied':
      return refusal(403, 'forbidden', DENIED[failure.to]);
    case 'NotFound':
      return refusal(404, ...NOT_FOUND[failure.what]);
    case 'ConversationClosed':
      return refusal(409, 'closed', 'This chat room has ended');
    case 'NotClosed':
    case 'AlreadyRated':
      return refusal(409, 'invalid', 'This cannot be done now');
  }
};

/** Document 002, "Error Events", and design, section 7. */
export const refusalOf = (failure: Failure | EdgeFailure): Refusal => coded(plainRefusal(failure));

/** What more there is to say, where there is. */
const detailsOf = ({ errors, retryAfter }: Refusal): object =>
  errors.length === 0 && retryAfter === undefined
    ? {}
    : {
        details: {
          ...(errors.length === 0 ? {} : { errors }),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        },
      };

/** A heartbeat of somebody who has not gone online finds nobody: himself. */
const wordsOf = (failure: Failure | EdgeFailure, event: string | null, message: string): string =>
  failure.kind === 'NotFound' && failure.what === 'person' && event === 'userHeartbeat'
    ? 'Say userOnline first'
    : message;

const told = (refused: Refusal): object => ({
  success: false,
  error: refused.message,
  code: refused.code,
  ...detailsOf(refused),
});

/** The event `error`, and the same in the acknowledgement of a client that asked for one. */
export const refuseFrame = (failure: Failure | EdgeFailure, event: string | null): Reply => {
  const { message, ...refused } = refusalOf(failure);
  const words = wordsOf(failure, event, message);
  const said = { ...refused, message: words };
  return {
    frames: [{ event: 'error', data: { message: words, code: said.code, ...detailsOf(said) } }],
    acknowledgement: told(said),
  };
};

/** As REST has it in every dialect: the document has none. */
const envelope = (refused: Refusal): HttpReply => {
  const { message, errors } = refused;
  const body = { success: false, message, ...(errors.length === 0 ? {} : { errors }) };
  return refusedReply(refused, body);
};

export const refuseRequest = (failure: Failure | EdgeFailure): HttpReply =>
  envelope(refusalOf(failure));

export const requestProblem = (problem: HttpProblem): HttpReply =>
  envelope(problemRefusal(problem, inert));
