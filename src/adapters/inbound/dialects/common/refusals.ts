import type { Conflict, Failure, Issue } from '../../../../domain/failure.js';
import type { EdgeFailure, RefusalNote } from '../../gateway/dialect.js';
import type { HttpProblem, HttpReply } from '../../gateway/transport.js';

/** A failure as a dialect puts it: with words and fields. */
export interface Refusal extends RefusalNote {
  readonly message: string;
  readonly errors: readonly Issue[];
  /** Seconds after which it is worth another try, where it is a limit. */
  readonly retryAfter?: number;
}

/** How a dialect writes what people have typed. */
export type Writing = (text: string) => string;

export const refusal = (
  status: number,
  code: string,
  message: string,
  errors: readonly Issue[] = [],
): Refusal => ({ status, code, message, errors });

/** What every dialect puts alike; each says for itself what it makes of the others. */
const COMMON = {
  UnknownEvent: true,
  AuthRequired: true,
  InvalidToken: true,
  TokenExpired: true,
  Conflict: true,
  ResyncRequired: true,
  TooLarge: true,
  FileTooLarge: true,
  UnsupportedFile: true,
  InfectedFile: true,
  TooManyJoined: true,
  RateLimited: true,
  TooManyAtOnce: true,
  Dismissed: true,
  Unavailable: true,
  Internal: true,
} as const;

export type CommonFailure = Extract<Failure | EdgeFailure, { readonly kind: keyof typeof COMMON }>;

export const isCommon = (failure: Failure | EdgeFailure): failure is CommonFailure =>
  Object.hasOwn(COMMON, failure.kind);

const conflictMessage = (failure: Conflict, write: Writing): string => {
  switch (failure.reason) {
    case 'claimed':
      return `This conversation is already handled by ${write(failure.holder)}`;
    case 'notAssignee':
      return `Only ${write(failure.holder)} can do this: the conversation is assigned to them`;
    case 'unassigned':
      return 'This conversation has not been claimed yet';
    case 'clientMessageId':
      return 'This clientMessageId was used for another message';
    case 'newerMessage':
      return 'Somebody else has written since';
    case 'ticket':
      return 'This conversation already has a ticket';
  }
};

/** Bytes. */
const MEGABYTE = 1024 * 1024;

const inSeconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);

/** Design, section 7. */
export const commonRefusal = (failure: CommonFailure, write: Writing): Refusal => {
  switch (failure.kind) {
    case 'UnknownEvent':
      return refusal(400, 'invalid', `Unknown event: ${write(failure.event.slice(0, 100))}`);
    case 'AuthRequired':
      return refusal(401, 'unauthenticated', 'Authentication required');
    case 'InvalidToken':
      return refusal(401, 'unauthenticated', 'Authentication failed');
    case 'TokenExpired':
      return refusal(401, 'unauthenticated', 'Token expired');
    case 'Conflict':
      return refusal(409, 'conflict', conflictMessage(failure, write));
    case 'ResyncRequired': {
      const message = 'Too much was missed: join without since and reload';
      return refusal(409, 'resync_required', message);
    }
    case 'TooLarge':
      return refusal(413, 'too_large', 'Payload is too large');
    case 'FileTooLarge': {
      const most = `${failure.most / MEGABYTE} MB`;
      const message =
        failure.file === null
          ? `Files may have at most ${most} together`
          : `${write(failure.file)} is too large: a file may have at most ${most}`;
      return refusal(413, 'too_large', message);
    }
    case 'UnsupportedFile':
      return refusal(
        415,
        'unsupported',
        `${write(failure.file)} is of a kind that is not accepted`,
      );
    case 'InfectedFile': {
      const { file, threat } = failure;
      return refusal(422, 'infected', `${write(file)} is infected: ${write(threat)}`);
    }
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
    case 'Dismissed':
      return refusal(403, 'forbidden', 'Disconnected by an administrator');
    case 'Unavailable':
      return refusal(503, 'unavailable', 'Service unavailable, please try again');
    case 'Internal':
      return refusal(500, 'internal', 'Internal error');
  }
};

/** What is wrong, and with which field. */
export const issueText = ({ field, message }: Issue): string =>
  field === '' ? message : `${field}: ${message}`;

/** It names the first field that is wrong, for where there is room for but one sentence. */
export const invalidRefusal = (issues: readonly Issue[]): Refusal => {
  const [first = { field: '', message: 'Invalid request' }] = issues;
  return refusal(400, 'invalid', issueText(first), issues);
};

/** What is wrong with a request before any row sees it. */
export const problemRefusal = (problem: HttpProblem, write: Writing): Refusal => {
  switch (problem) {
    case 'notFound':
      return refusal(404, 'not_found', 'Not found');
    case 'methodNotAllowed':
      return refusal(405, 'invalid', 'Method not allowed');
    case 'originNotAllowed':
      return refusal(403, 'forbidden', 'Origin not allowed');
    case 'malformed':
      return refusal(400, 'invalid', 'Malformed request');
    case 'tooLarge':
      return commonRefusal({ kind: 'TooLarge' }, write);
    case 'unsupported':
      return refusal(415, 'unsupported', 'Unsupported content type');
    case 'internal':
      return commonRefusal({ kind: 'Internal' }, write);
  }
};

/** An answer with that body, whose headers say when it is worth another try. */
export const refusedReply = ({ status, retryAfter }: Refusal, body: unknown): HttpReply => ({
  status,
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  body,
});
