import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';

/** A conversation that somebody has joined. */
export interface JoinedConversation {
  readonly conversationId: ConversationId;
  /** The name by which he did, which may not be its id. */
  readonly name: string;
  /** The dialect in which he did. */
  readonly dialect: string;
}

/** What a client that was cut off finds again when it comes back. */
export interface SavedSession {
  readonly person: PersonKey;
  /** In the order of the joins. */
  readonly joined: readonly JoinedConversation[];
}

export interface SessionEntry {
  /** Made from what the client comes back with; it opens nothing by itself. */
  readonly key: string;
  readonly session: SavedSession;
}

/** Milliseconds for which a session is kept. */
export const SESSION_TIME = 24 * 60 * 60 * 1_000;

/** Sessions of clients that may come back, over restarts and to any node. */
export interface Sessions {
  /**
   * Keeps each in place of an older one of its key, which a batch bears once, for `SESSION_TIME` from `now`. Where
   * it is `Unavailable` some of them may be kept.
   */
  save(entries: readonly SessionEntry[], now: Instant): TaskEither<Unavailable, void>;

  /** As it was saved last, unless its time is over. */
  find(key: string, now: Instant): TaskEither<Unavailable, Option<SavedSession>>;
}
