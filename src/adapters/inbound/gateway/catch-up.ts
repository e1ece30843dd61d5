import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import { isCode, liveCodes, type LiveCodesDeps } from '../../../application/live-codes.js';
import type { ConversationLog } from '../../../application/ports/conversation-log.js';
import type { Logger } from '../../../application/ports/logger.js';
import { type Unavailable, unavailable } from '../../../domain/failure.js';
import { type Happening, happening } from './happening.js';
import { type Follower, tell, type Topic } from './topic.js';

/** Events that are read at once. */
const PAGE = 200;

/** Bytes unsent from which on nobody is told more of what he has missed: half of what makes a connection slow. */
const ENOUGH = 512 * 1024;
/** Milliseconds until it is looked again whether he has taken them. */
const LOOK_AGAIN = 20;

/** Events that all who catch up are told in one turn of the event loop: the others want theirs, too. */
const TOLD_A_TURN = 100;

type Page = Either<Unavailable, readonly Happening[]>;

export interface CatchUpDeps extends LiveCodesDeps {
  readonly log: Pick<ConversationLog, 'read' | 'load'>;
  /** Milliseconds until the store is asked again after it failed. */
  readonly retryAfter: number;
  readonly logger: Logger;
}

/** Tells followers from the log what they have missed; who missed the same shares one reading of it. */
export class CatchUp {
  private readonly pages = new WeakMap<Topic, Map<number, Promise<Page>>>();
  private toldInTurn = 0;
  /** Resolves in the next turn; `null` while this one has room. */
  private nextTurn: Promise<void> | null = null;

  constructor(private readonly deps: CatchUpDeps) {}

  /**
   * Resolves when the follower has heard all that this node knows of, or has left.
   * @param held until then he is told nothing
   */
  bring(topic: Topic, follower: Follower, held: Promise<void> | null = null): Promise<void> {
    follower.catchingUp ??= this.run(topic, follower, held);
    return follower.catchingUp;
  }

  private async run(topic: Topic, follower: Follower, held: Promise<void> | null): Promise<void> {
    if (held !== null) await held;
    let isStale = false;
    while (topic.followers.has(follower)) {
      const page = await this.page(topic, follower.position);
      const happenings = isLeft(page) ? [] : page.right;
      for (const one of happenings) {
        while (this.nextTurn !== null) await this.nextTurn;
        if (follower.listener.unsent > ENOUGH) {
          await this.taken(topic, follower);
          // By now what was read is old.
          break;
        }
        // He may have left while it was read, or as he was told.
        if (!topic.followers.has(follower)) break;
        if (one.event.seq !== follower.position + 1) continue;
        // Who may see it is asked of what is known now.
        tell(follower, { ...one, conversation: topic.state });
        this.count();
      }
      if (!isLeft(page) && follower.position >= topic.state.lastSeq) break;
      // A reading may be older than what the bus has said meanwhile, but not twice.
      if (isLeft(page) || (isStale && happenings.length === 0)) {
        await delay(this.deps.retryAfter, undefined, { ref: false });
      }
      isStale = happenings.length === 0;
    }
    // Before anything else can happen: from here on he hears live again.
    follower.catchingUp = null;
  }

  /** Until he has taken what he was told, or has left. */
  private async taken(topic: Topic, follower: Follower): Promise<void> {
    while (follower.listener.unsent > ENOUGH && topic.followers.has(follower)) {
      await delay(LOOK_AGAIN, undefined, { ref: false });
    }
  }

  private count(): void {
    this.toldInTurn += 1;
    if (this.toldInTurn < TOLD_A_TURN) return;
    this.nextTurn ??= turn().then(() => {
      this.toldInTurn = 0;
      this.nextTurn = null;
    });
  }

  private page(topic: Topic, position: number): Promise<Page> {
    const pages = this.pages.get(topic) ?? new Map<number, Promise<Page>>();
    this.pages.set(topic, pages);
    const known = pages.get(position);
    if (known !== undefined) return known;
    const page = this.read(topic, position)
      .catch((error: unknown) => {
        this.deps.logger.error('a conversation could not be read', { error });
        return left(unavailable);
      })
      .finally(() => pages.delete(position));
    pages.set(position, page);
    return page;
  }

  /** No event without a state that is as new: by that it is decided who may see it. */
  private async read(topic: Topic, position: number): Promise<Page> {
    const { log } = this.deps;
    const { id } = topic.state;
    const events = await log.read(id, position, PAGE)();
    if (isLeft(events)) return events;
    if ((events.right.at(-1)?.seq ?? 0) > topic.state.lastSeq) {
      const newer = await log.load(id)();
      if (isLeft(newer)) return newer;
      if (isSome(newer.right)) topic.learn(newer.right.value);
    }
    // What was said live may be over by now.
    const live = await liveCodes(this.deps, events.right);
    if (isLeft(live)) return live;
    const { state } = topic;
    return right(
      events.right
        .filter(({ seq }) => seq <= state.lastSeq)
        .map((event) => happening(event, state, isCode(event) && !live.right.has(event.codeId))),
    );
  }
}
