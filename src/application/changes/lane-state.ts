import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { toUndefined } from 'fp-ts/lib/Option.js';
import type { Conversation } from '../../domain/conversation.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';

/** What a lane knows of its conversation. */
export class LaneState {
  private stored: Conversation | undefined;
  private latest: Conversation | undefined;
  /** Loads that have begun. */
  private loads = 0;
  /** The one that the state comes from, or has grown from since. */
  private loadedBy = 0;

  constructor(
    private readonly log: ConversationLog,
    private readonly id: ConversationId,
    private known: boolean,
  ) {}

  /** Whether it may be decided on; if not, it is to be loaded first. */
  get isKnown(): boolean {
    return this.known;
  }

  /** As stored, as far as is known; `undefined` when there is no such conversation. */
  get committed(): Conversation | undefined {
    return this.stored;
  }

  /** After all that is pending. */
  get head(): Conversation | undefined {
    return this.latest;
  }

  /** Of what is committed; 0 where nothing is. */
  get lastSeq(): number {
    return this.stored?.lastSeq ?? 0;
  }

  /** A point in time, for {@link isNewerThan}. */
  get mark(): number {
    return this.loads;
  }

  /** Whether it was asked for after that point, and so has all that was stored by then. */
  isNewerThan(mark: number): boolean {
    return this.loadedBy > mark;
  }

  /** One at a time. */
  async load(): Promise<Either<Unavailable, void>> {
    this.loads += 1;
    const loaded = await this.log.load(this.id)();
    if (isLeft(loaded)) return loaded;
    this.loadedBy = this.loads;
    this.stand(toUndefined(loaded.right));
    return right(undefined);
  }

  /** What others have committed, while nothing is pending. */
  learn(state: Conversation): void {
    if (state.lastSeq > this.lastSeq) this.stand(state);
  }

  /** Something more is pending. */
  advance(state: Conversation): void {
    this.latest = state;
  }

  /** Of what is pending, so much is stored. */
  commit(state: Conversation): void {
    this.stored = state;
  }

  /** Nothing is pending any more. */
  undo(): void {
    this.latest = this.stored;
  }

  /** The store knows better. */
  distrust(): void {
    this.known = false;
  }

  private stand(state: Conversation | undefined): void {
    this.known = true;
    this.stored = state;
    this.latest = state;
  }
}
