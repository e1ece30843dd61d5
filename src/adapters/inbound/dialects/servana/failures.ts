import type { AccessDenied, Failure, NotFound } from '../../../../domain/failure.js';
import type { EdgeFailure, Reply } from '../../gateway/dialect.js';
import type { HttpProblem, HttpReply } from '../../gateway/transport.js';
import { inert } from '../common/inert-text.js';
import {
  commonRefusal,
  invalidRefusal,
  isCommon,
  issueText,
  problemRefusal,
  type Refusal,
  refusal,
  refusedReply,
} from '../common/refusals.js';

/** Document 002, "Common Error Codes", with the two of design, section 7, that it has none for; and what is told beside each. */
const CODES: ReadonlyMap<string, readonly [code: string, details: string]> = new Map([
  ['unauthenticated', ['AUTH_REQUIRED', 'Connect with a valid token, or send auth with one']],
  ['forbidden', ['ACCESS_DENIED', 'It is not allowed; nothing was changed']],
  ['conflict', ['ACCESS_DENIED', 'Something else came first; nothing was changed']],
  ['resync_required', ['RESYNC_REQUIRED', 'Load the messages anew, and join without since']],
  ['not_found', ['ROOM_NOT_FOUND', 'There is nothing with this number or name']],
  ['no_person', ['USER_NOT_FOUND', 'Nobody with this id is here']],
  ['rate_limited', ['RATE_LIMIT_EXCEEDED', 'Nothing was changed; go on more slowly']],
  ['invalid', ['INVALID_DATA', 'Nothing was changed; send it again when it is right']],
  ['too_large', ['INVALID_DATA', 'Nothing was changed; send less at once']],
  ['unsupported', ['INVALID_DATA', 'Nothing was changed; send another kind of file']],
  ['infected', ['INVALID_DATA', 'Nothing was changed; the file is gone']],
  ['closed', ['ROOM_INACTIVE', 'Nobody joins it or writes to it any more']],
  ['unavailable', ['UNAVAILABLE', 'It may have been done; by its clientMessageId it is done once']],
  ['internal', ['INTERNAL', 'The fault is with the server, which has noted it']],
]);

/** A refusal in the codes of this protocol. */
interface Told extends Refusal {
  readonly details: string;
}

/** Fields that are wrong are all told, though the message has room for the first alone. */
const told = (refused: Refusal): Told => {
  const [code, hint] = CODES.get(refused.code) ?? [refused.code, ''];
  const wrong = refused.errors.map(issueText);
  return { ...refused, code, details: wrong.length === 0 ? hint : wrong.join('; ') };
};

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
  conversation: ['not_found', 'Chat room not found'],
  ticket: ['not_found', 'Chat room not found'],
  message: ['not_found', 'Message not found'],
  file: ['not_found', 'File not found'],
  agent: ['no_person', 'User not found'],
  person: ['no_person', 'User not found'],
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
export const refusalOf = (failure: Failure | EdgeFailure): Told => told(plainRefusal(failure));

/** A heartbeat of somebody who has not gone online finds nobody: himself. */
const wordsOf = (failure: Failure | EdgeFailure, event: string | null, message: string): string =>
  failure.kind === 'NotFound' && failure.what === 'person' && event === 'userHeartbeat'
    ? 'Say userOnline first'
    : message;

/** The event `error`, and the same in the acknowledgement of a client that asked for one. */
export const refuseFrame = (failure: Failure | EdgeFailure, event: string | null): Reply => {
  const { code, details, errors, retryAfter, ...refused } = refusalOf(failure);
  const message = wordsOf(failure, event, refused.message);
  const more = {
    code,
    details,
    ...(errors.length === 0 ? {} : { errors }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return {
    frames: [{ event: 'error', data: { message, ...more } }],
    acknowledgement: { success: false, error: message, ...more },
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
