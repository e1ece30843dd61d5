import { hash } from 'node:crypto';
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { toNullable } from 'fp-ts/lib/Option.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { SavedSession, SessionEntry, Sessions } from '../../../application/ports/sessions.js';
import type { Turn } from '../../../application/ports/turn.js';
import type { Unavailable } from '../../../domain/failure.js';
import type { Instant } from '../../../domain/ids.js';

/** Characters of an id that may be one of a transport's. */
const MAX_ID = 100;
/** Sessions that are saved in one call. */
const BATCH = 500;
/** Sessions that wait to be tried again; past so many the oldest are given up. */
const MAX_FAILED = 100_000;
/** Milliseconds between two lines in the log about saves that fail. */
const LOG_INTERVAL = 60_000;

export interface SessionBookDeps {
  readonly sessions: Sessions;
  readonly now: () => Instant;
  readonly turn: Turn;
  /** Milliseconds until what could not be saved is tried again. */
  readonly retryAfter: number;
  /** Milliseconds after which the session of a client that stays is saved again, lest its time be over before he leaves. */
  readonly renewEvery: number;
  readonly logger: Logger;
}

/** What became of a batch; one that is broken says nothing of the others. */
type Outcome = 'saved' | 'unavailable' | 'broken';

/** How a session is when it is written down. */
type State = () => SavedSession;

/** One connection's place in the book. */
export interface BookPlace {
  /**
   * Saves the session as it is by then, together with all that are due; resolves when that has been tried. What
   * fails is tried again.
   */
  save(state: State): Promise<void>;
  /** The connection is gone: the session stays as it is now. */
  close(): void;
}

/** The id opens what its client had joined, so it is stored nowhere. */
const keyOf = (sessionId: string): string => hash('sha256', sessionId, 'base64url');

/** Keeps the sessions of all connections, in one batch at a time: saves never overlap, nor overtake each other. */
export class SessionBook {
  /** Those that the next round saves. */
  private due = new Map<string, State>();
  private underWay = new Map<string, SavedSession>();
  private readonly failed = new Map<string, State>();
  /** Of connections that are open, those with something to come back to. */
  private readonly open = new Map<string, State>();
  private round: PromiseWithResolvers<void> | null = null;
  private running: Promise<void> | null = null;
  private retry: NodeJS.Timeout | undefined;
  private loggedAt = Number.NEGATIVE_INFINITY;
  private readonly renewal: NodeJS.Timeout;

  constructor(private readonly deps: SessionBookDeps) {
    this.renewal = setInterval(() => {
      for (const [key, state] of this.open) void this.saveLater(key, state);
    }, deps.renewEvery).unref();
  }

  /** The session that a client with this id had, if there was one and its time is not over. */
  async find(sessionId: string): Promise<Either<Unavailable, SavedSession | null>> {
    if (sessionId.length > MAX_ID) return right(null);
    const key = keyOf(sessionId);
    const state = this.due.get(key) ?? this.failed.get(key);
    const unsaved = state?.() ?? this.underWay.get(key);
    if (unsaved !== undefined) return right(unsaved);
    const found = await this.deps.sessions.find(key, this.deps.now())();
    return isLeft(found) ? found : right(toNullable(found.right));
  }

  place(sessionId: string): BookPlace {
    const key = keyOf(sessionId);
    return {
      save: (state) => {
        this.open.set(key, state);
        return this.saveLater(key, state);
      },
      close: () => {
        this.open.delete(key);
        for (const unsaved of [this.due, this.failed]) {
          const last = unsaved.get(key)?.();
          if (last !== undefined) unsaved.set(key, () => last);
        }
      },
    };
  }

  /** Resolves when all has been tried that is due; nothing is tried again. */
  async close(): Promise<void> {
    clearInterval(this.renewal);
    while (this.running !== null) await this.running;
    clearTimeout(this.retry);
    this.retry = undefined;
  }

  private saveLater(key: string, state: State): Promise<void> {
    this.failed.delete(key);
    this.due.set(key, state);
    this.round ??= Promise.withResolvers();
    this.running ??= this.run();
    return this.round.promise;
  }

  private async run(): Promise<void> {
    // What happens in one turn is saved together.
    await new Promise<void>((resolve) => this.deps.turn.atEnd(resolve));
    while (this.due.size > 0) {
      const [states, round] = [this.due, this.round];
      this.due = new Map();
      this.round = null;
      this.underWay = new Map([...states].map(([key, state]) => [key, state()]));
      const entries = [...this.underWay].map(([key, session]) => ({ key, session }));
      let isDown = false;
      for (let at = 0; at < entries.length; at += BATCH) {
        const batch = entries.slice(at, at + BATCH);
        // Many wait, and each call to a store that is down may take its whole patience.
        const outcome: Outcome = isDown ? 'unavailable' : await this.save(batch);
        if (outcome !== 'saved') this.tryAgain(batch, states);
        isDown = outcome === 'unavailable';
      }
      this.underWay = new Map();
      round?.resolve();
    }
    this.running = null;
  }

  private async save(batch: readonly SessionEntry[]): Promise<Outcome> {
    const { sessions, now, logger } = this.deps;
    try {
      return isLeft(await sessions.save(batch, now())()) ? 'unavailable' : 'saved';
    } catch (error) {
      logger.error('saving sessions failed unexpectedly', { error });
      return 'broken';
    }
  }

  private tryAgain(batch: readonly SessionEntry[], states: ReadonlyMap<string, State>): void {
    for (const { key, session } of batch) {
      if (this.due.has(key)) continue;
      const state = this.open.has(key) ? states.get(key) : undefined;
      this.failed.set(key, state ?? (() => session));
    }
    for (const key of this.failed.keys()) {
      if (this.failed.size <= MAX_FAILED) break;
      this.failed.delete(key);
    }
    this.logFailure();
    this.retry ??= setTimeout(() => {
      this.retry = undefined;
      for (const [key, state] of this.failed) void this.saveLater(key, state);
    }, this.deps.retryAfter).unref();
  }

  private logFailure(): void {
    const now = this.deps.now();
    if (now - this.loggedAt < LOG_INTERVAL) return;
    this.loggedAt = now;
    const sessions = this.failed.size;
    this.deps.logger.warn('sessions could not be saved, and are tried again', { sessions });
  }
}
