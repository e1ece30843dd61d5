import { MAX_FILE } from '../../../../domain/attachment.js';
import {
  type AccessDenied,
  authRequired,
  type Conflict,
  conflict,
  conversationClosed,
  type Failure,
  heldBy,
  invalid,
  noAgent,
  noConversation,
  noFile,
  noPerson,
  noMessage,
  noTicket,
  notAllowed,
  notInside,
  type NotFound,
  notOfThatAddress,
  notWhatHeSays,
  notWhoHeSays,
  notYours,
  notYoursToRate,
  rateLimited,
  resyncRequired,
  unavailable,
  type ValidationFailed,
} from '../../../../domain/failure.js';
import type { FailureNote, RefusalNote } from '../../gateway/dialect.js';

type Kind = Failure['kind'];

/** One of each, by what tells them apart: a new one does not build without its line. */
const each = <Key extends string, F>(forms: Readonly<Record<Key, F>>): readonly F[] =>
  Object.values<F>(forms);

/** Each kind of failure, in every form that a dialect may put in another way. */
export const failureForms: {
  readonly [K in Kind]: readonly Extract<Failure, { readonly kind: K }>[];
} = {
  ValidationFailed: [invalid('field', 'Must be right')],
  AccessDenied: each<AccessDenied['to'], AccessDenied>({
    conversation: notYours,
    operation: notAllowed,
    rating: notYoursToRate,
    address: notOfThatAddress,
    room: notInside,
    identity: notWhoHeSays,
    role: notWhatHeSays,
  }),
  NotFound: each<NotFound['what'], NotFound>({
    conversation: noConversation,
    agent: noAgent,
    message: noMessage,
    ticket: noTicket,
    file: noFile,
    person: noPerson,
  }),
  ConversationClosed: [conversationClosed],
  NotClosed: [{ kind: 'NotClosed' }],
  AlreadyRated: [{ kind: 'AlreadyRated' }],
  Conflict: each<Conflict['reason'], Conflict>({
    claimed: heldBy('claimed', 'Somebody'),
    notAssignee: heldBy('notAssignee', 'Somebody'),
    unassigned: conflict('unassigned'),
    clientMessageId: conflict('clientMessageId'),
    newerMessage: conflict('newerMessage'),
    ticket: conflict('ticket'),
  }),
  FileTooLarge: [
    { kind: 'FileTooLarge', file: 'a file', most: MAX_FILE },
    { kind: 'FileTooLarge', file: null, most: MAX_FILE },
  ],
  UnsupportedFile: [{ kind: 'UnsupportedFile', file: 'a file' }],
  InfectedFile: [{ kind: 'InfectedFile', file: 'a file', threat: 'a threat' }],
  Unavailable: [unavailable],
  ResyncRequired: [resyncRequired],
  AuthRequired: [authRequired],
  RateLimited: [rateLimited(1)],
};

/**
 * Each kind of failure that a use case can give, named once: a new one does not build without it, nor does one
 * that cannot be given.
 */
export type KindsOf<F extends { readonly kind: string }> = Readonly<Record<F['kind'], true>> &
  Readonly<Partial<Record<Exclude<Kind, F['kind']>, never>>>;

/** What a codec gives, whatever the use case behind it can: rows note it by themselves. */
export const NOT_DECODED: KindsOf<ValidationFailed> = { ValidationFailed: true };

const noteOf = (kind: Kind, refusalOf: (failure: Failure) => RefusalNote): FailureNote => {
  const refusals = failureForms[kind].map(refusalOf);
  const distinct = new Map(
    refusals.map(({ code, status }) => [`${code} ${status}`, { code, status }]),
  );
  return { kind, refusals: [...distinct.values()] };
};

/** What is told of failures is read off what is answered to them. */
export const notesOf = (
  failures: object,
  refusalOf: (failure: Failure) => RefusalNote,
): readonly FailureNote[] =>
  (Object.keys(failures) as Kind[]).map((kind) => noteOf(kind, refusalOf));
