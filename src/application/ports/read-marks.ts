import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';

/** That a message has been read: there is at most one for each, of its first reading. */
export interface ReadMark {
  readonly conversationId: ConversationId;
  /** Of the message. */
  readonly seq: number;
  /** Who was the first to read it. */
  readonly by: PersonKey;
  readonly at: Instant;
}

/** What came of one reading. */
export interface MarkOutcome {
  /** The one that counts: this one, or an earlier one's. */
  readonly mark: ReadMark;
  /** Whether it was set by this reading; of all readings of a message this is true of one. */
  readonly isFirst: boolean;
}

/** Who has read what. */
export interface ReadMarks {
  /**
   * An outcome for each reading, in order; of several of one message in a batch the first one counts. Durable when
   * answered. Where it is `Unavailable` any of them may be set.
   */
  mark(readings: readonly ReadMark[]): TaskEither<Unavailable, readonly MarkOutcome[]>;

  /** Those of one conversation's messages from one `seq` to another, both included, by their `seq`. */
  within(
    id: ConversationId,
    first: number,
    last: number,
  ): TaskEither<Unavailable, readonly ReadMark[]>;
}
