import type { Failure } from '../../domain/failure.js';
import type { Sender } from '../../domain/vocabulary.js';
import type { AppendOutcome } from './conversation-log.js';
import type { BusMessage } from './event-bus.js';

/** Why somebody is not let in. `origin` is a page of a site that may not connect. */
export type HandshakeRefusal = 'unauthenticated' | 'limited' | 'unavailable' | 'origin';

/** Why something was refused that a client asked for: what a use case fails with, or the edge before it. */
export type RefusalReason =
  | Failure['kind']
  | 'StaffOnly'
  | 'InvalidToken'
  | 'TokenExpired'
  | 'UnknownEvent'
  | 'InvalidPayload'
  | 'TooLarge'
  | 'TooManyJoined'
  | 'TooManyAtOnce'
  | 'Dismissed'
  | 'Internal';

/** One call of the log's, with what it holds of all conversations. */
export interface Commit {
  readonly conversations: number;
  readonly events: number;
  /** Of what people wrote in them, in UTF-8. */
  readonly textBytes: number;
  readonly seconds: number;
}

/** A request over HTTP that was answered. */
export interface AnsweredRequest {
  /** Whose route it is; `null` where it is no dialect's. */
  readonly dialect: string | null;
  readonly method: string;
  /** With parameters as `:name`; `null` where no route serves it. */
  readonly route: string | null;
  readonly status: number;
  readonly seconds: number;
}

/** What the security log tells of. */
export type SecurityEvent =
  | 'authenticated'
  | 'authenticationFailed'
  | 'denied'
  | 'rateLimited'
  | 'suspicious'
  /** No fault of his: a store failed, which says so itself, and this is whom it failed. */
  | 'unavailable';

/**
 * How high something stands. `commands` have been taken in by their conversations and are not answered yet; `frames` are large
 * ones that wait for memory; `followers` are connections by the conversations that they have joined; `rooms` are
 * conversations that somebody is in.
 */
export type Level = 'commands' | 'frames' | 'followers' | 'people' | 'rooms' | 'writeAheadLog';

/**
 * What happens, counted for whoever runs the server. Nothing that a client chooses is told here, save in a request's `method`.
 * Nothing here waits or throws.
 */
export interface Metrics {
  /** Somebody is connected, until what comes back is called, once or more. */
  connected(transport: string, dialect: string): () => void;

  handshakeRefused(transport: string, dialect: string | null, because: HandshakeRefusal): void;

  /** A message is in the log, by a channel's name, which may have come with an import. */
  messageStored(channel: string, sender: Sender['kind']): void;

  /** The log has answered; `null` where it failed as a whole. */
  committed(commit: Commit, outcomes: readonly AppendOutcome[] | null): void;

  refused(reason: RefusalReason, dialect: string): void;

  answered(request: AnsweredRequest): void;

  published(kind: BusMessage['kind']): void;

  /** A follower is told from the log what the bus did not bring. */
  healed(): void;

  fileStored(bytes: number): void;

  fileRefused(reason: RefusalReason): void;

  /** Sessions could not be saved, and are tried again. */
  sessionsUnsaved(count: number): void;

  /** A line of the security log was left out, since there were so many. */
  securityLineLeftOut(event: SecurityEvent): void;

  /** Where a level is read from, from now on, whenever somebody asks for it; one that cannot be read is not shown. */
  watch(level: Level, read: () => number | Promise<number>): void;
}

const nothing = (): void => undefined;

/** Counts nothing: for whoever runs the core without a server. */
export const noMetrics: Metrics = {
  connected: () => nothing,
  handshakeRefused: nothing,
  messageStored: nothing,
  committed: nothing,
  refused: nothing,
  answered: nothing,
  published: nothing,
  healed: nothing,
  fileStored: nothing,
  fileRefused: nothing,
  sessionsUnsaved: nothing,
  securityLineLeftOut: nothing,
  watch: nothing,
};
