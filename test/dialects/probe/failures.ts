import type {
  EdgeFailure,
  RefusalNote,
  Reply,
} from '../../../src/adapters/inbound/gateway/dialect.js';
import type { HttpProblem, HttpReply } from '../../../src/adapters/inbound/gateway/transport.js';
import type { Failure } from '../../../src/domain/failure.js';

const STATUSES: Readonly<Record<(Failure | EdgeFailure)['kind'], number>> = {
  ValidationFailed: 400,
  InvalidPayload: 400,
  UnknownEvent: 400,
  AuthRequired: 401,
  StaffOnly: 403,
  InvalidToken: 401,
  TokenExpired: 401,
  AccessDenied: 403,
  NotFound: 404,
  ConversationClosed: 409,
  NotClosed: 409,
  AlreadyRated: 409,
  Conflict: 409,
  ResyncRequired: 409,
  TooLarge: 413,
  FileTooLarge: 413,
  UnsupportedFile: 415,
  InfectedFile: 422,
  TooManyJoined: 429,
  TooManyAtOnce: 429,
  RateLimited: 429,
  Internal: 500,
  Dismissed: 403,
  Unavailable: 503,
};

/** Here a failure's code is its kind. */
export const refusalOf = ({ kind }: Failure): RefusalNote => ({
  code: kind,
  status: STATUSES[kind],
});

/** `oops {event, why}`, and the same to whoever waits for an answer. */
export const refuseFrame = ({ kind: why }: Failure | EdgeFailure, event: string | null): Reply => ({
  frames: [{ event: 'oops', data: { event, why } }],
  acknowledgement: { ok: false, why },
});

export const refuseRequest = ({ kind: why }: Failure | EdgeFailure): HttpReply => ({
  status: STATUSES[why],
  body: { why },
});

const PROBLEMS: Readonly<Record<HttpProblem, number>> = {
  notFound: 404,
  methodNotAllowed: 405,
  originNotAllowed: 403,
  malformed: 400,
  tooLarge: 413,
  unsupported: 415,
  internal: 500,
};

export const requestProblem = (why: HttpProblem): HttpReply => ({
  status: PROBLEMS[why],
  body: { why },
});
