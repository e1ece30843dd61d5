import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationEvent, MessagePosted } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import { type ConversationId, type Instant, type MessageId, timeIn } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { Turn } from '../ports/turn.js';

/** Readings of the log in one search: two long conversations are searched whole, and no more is spent on a guess. */
const MAX_READINGS = 48;

/** Newest events that are looked at first, and of those that came since the state that is known. */
const NEWEST = 100;

/** Events that are read together around the time of an id, and how many of them lie before it. */
const PAGE = 200;
const BEFORE = 50;
const MAX_PAGES = 3;

/** Milliseconds by which the time in an id and that of its event may differ: clocks of nodes do. */
const TOLERANCE = 60_000;

type Found = Either<Unavailable, MessagePosted | null>;

/** Thrown away by whoever catches it below: a Left that ends the search. */
class Failed extends Error {
  constructor(readonly failure: Unavailable) {
    super(failure.kind);
  }
}

export interface MessageSearchDeps {
  readonly log: Pick<ConversationLog, 'read'>;
  readonly turn: Turn;
}

/**
 * Looks for one message in conversations, by the time in its id, and no more often than it may. A store may read in the
 * turn in which it is asked: so that others have theirs, whoever reads many events waits for the next one each time.
 */
export class MessageSearch {
  private readonly time: Instant | null;
  private left = MAX_READINGS;

  constructor(
    private readonly deps: MessageSearchDeps,
    private readonly id: MessageId,
  ) {
    this.time = timeIn(id);
  }

  /** Those that may hold it, by their times; such as have heard nothing since come last, since a state may be old. */
  likeliest(conversations: readonly Conversation[]): readonly Conversation[] {
    const { time } = this;
    if (time === null) return conversations;
    const begun = conversations.filter(({ createdAt }) => createdAt <= time + TOLERANCE);
    const isPast = ({ updatedAt }: Conversation): boolean => updatedAt < time - TOLERANCE;
    return [...begun.filter((one) => !isPast(one)), ...begun.filter(isPast)];
  }

  /** The message with this `seq`, if it is the one. */
  async at(id: ConversationId, seq: number): Promise<Found> {
    return this.attempt(async () => this.among(await this.read(id, seq - 1, 1)));
  }

  async within({ id, lastSeq }: Conversation): Promise<Found> {
    return this.attempt(async () => {
      const newest = await this.read(id, Math.max(0, lastSeq - NEWEST), 2 * NEWEST);
      const [first] = newest;
      const found = this.among(newest);
      if (found !== null || first === undefined || this.time === null) return found;
      // What is older than these is no later than the first of them.
      if (first.seq === 1 || first.at < this.time - TOLERANCE) return null;
      return this.around(id, await this.firstSince(id, this.time, first.seq), this.time);
    });
  }

  /** The first `seq` that is no earlier than a time, up to one that is known. */
  private async firstSince(id: ConversationId, time: Instant, known: number): Promise<number> {
    let low = 1;
    let high = known;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [event] = await this.read(id, middle - 1, 1);
      if (event === undefined) return high;
      if (event.at < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private async around(
    id: ConversationId,
    seq: number,
    time: Instant,
  ): Promise<MessagePosted | null> {
    let after = Math.max(0, seq - 1 - BEFORE);
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const page = await this.read(id, after, PAGE);
      const found = this.among(page);
      const last = page.at(-1);
      if (found !== null || last === undefined || last.at > time + TOLERANCE) return found;
      after = last.seq;
    }
    return null;
  }

  private among(events: readonly ConversationEvent[]): MessagePosted | null {
    for (const event of events) {
      if (event.type === 'messagePosted' && event.id === this.id) return event;
    }
    return null;
  }

  /** Nothing, once it has read as often as it may. */
  private async read(
    id: ConversationId,
    afterSeq: number,
    limit: number,
  ): Promise<readonly ConversationEvent[]> {
    if (this.left === 0) return [];
    this.left -= 1;
    if (limit > 1) await new Promise<void>((resolve) => this.deps.turn.atEnd(resolve));
    const events = await this.deps.log.read(id, afterSeq, limit)();
    if (isLeft(events)) throw new Failed(events.left);
    return events.right;
  }

  private async attempt(look: () => Promise<MessagePosted | null>): Promise<Found> {
    try {
      return right(await look());
    } catch (error) {
      if (error instanceof Failed) return left(error.failure);
      throw error;
    }
  }
}
