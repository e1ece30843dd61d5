import { setTimeout as delay } from 'node:timers/promises';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import { isCode, liveCodes, type LiveCodesDeps } from '../../../application/live-codes.js';
import type { ConversationLog } from '../../../application/ports/conversation-log.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Turn } from '../../../application/ports/turn.js';
import { type Unavailable, unavailable } from '../../../domain/failure.js';
import { type Happening, happening } from './happening.js';
import { type Follower, tell, type Topic } from './topic.js';

/** Events that are read at once: of the longest as many as may be unsent. */
const PAGE = 50;

/** Events that all who catch up are told in one turn of the event loop: the others want theirs, too. */
const TOLD_A_TURN = 100;

type Page = Either<Unavailable, readonly Happening[]>;

export interface CatchUpDeps extends LiveCodesDeps {
  readonly log: Pick<ConversationLog, 'read' | 'load'>;
  readonly turn: Turn;
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
      const room = follower.listener.room();
      if (room !== null) {
        await room;
        continue;
      }
      const told = await this.tellPage(topic, follower);
      if (told !== null && follower.position >= topic.state.lastSeq) break;
      // A reading may be older than what the bus has said meanwhile, but not twice.
      if (told === null || (isStale && told === 0)) {
        await delay(this.deps.retryAfter, undefined, { ref: false });
      }
      isStale = told === 0;
    }
    // Before anything else can happen: from here on he hears live again.
    follower.catchingUp = null;
  }

  /** How many events there were; `null` where they could not be read. */
  private async tellPage(topic: Topic, follower: Follower): Promise<number | null> {
    const page = await this.page(topic, follower.position);
    if (isLeft(page)) return null;
    for (const one of page.right) {
      while (this.nextTurn !== null) await this.nextTurn;
      // He may have left. What was read is not kept until he has taken what he was told, and would be old by then.
      if (!topic.followers.has(follower) || follower.listener.room() !== null) break;
      if (one.event.seq !== follower.position + 1) continue;
      // Who may see it is asked of what is known now.
      tell(follower, { ...one, conversation: topic.state });
      this.count();
    }
    return page.right.length;
  }

  private count(): void {
    this.toldInTurn += 1;
    if (this.toldInTurn < TOLD_A_TURN) return;
    this.nextTurn ??= new Promise((resolve) => {
      this.deps.turn.atEnd(() => {
        this.toldInTurn = 0;
        this.nextTurn = null;
        resolve();
      });
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
