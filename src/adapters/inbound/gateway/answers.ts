import type { Logger } from '../../../application/ports/logger.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import type { Failure } from '../../../domain/failure.js';
import type { Dialect, EdgeFailure, Reply } from './dialect.js';
import type { EventTable } from './event-table.js';
import { type Following, MAX_JOINED } from './following.js';
import type { SecurityGuard } from './security-guard.js';
import type { Listener } from './listener.js';
import type { Arrival } from './transport.js';
import type { RoomCounts } from '../../../application/use-cases/count-rooms.js';
import type { Typing } from './typing.js';

/** The frame that is answered: in which dialect, and whether the client waits for it. */
export interface Asked {
  readonly dialect: Dialect;
  readonly event: string | null;
  readonly acknowledge: Arrival['acknowledge'];
}

export const askedBy = ({ event, acknowledge }: Arrival, dialect: Dialect): Asked => ({
  dialect,
  event: typeof event === 'string' ? event : null,
  acknowledge,
});

/** What was not asked for, in a dialect's words. */
export const unasked = (dialect: Dialect): Asked => ({
  dialect,
  event: null,
  acknowledge: undefined,
});

export interface AnswersDeps {
  readonly listener: Listener;
  readonly following: Following;
  readonly typing: Typing;
  /** The connection's client is somebody else from now on. */
  readonly identify: (identity: Identity) => void;
  /** What is followed has changed: resolves when that is kept, `null` where nothing is. */
  readonly keep: () => Promise<void> | null;
  /** He wants to hear of these, in that dialect, when they change. */
  readonly watch: (counts: RoomCounts, dialect: Dialect) => void;
  /** Something has been sent past the listener. */
  readonly sent: () => void;
  readonly logger: Logger;
  readonly guard: SecurityGuard;
  readonly events: Pick<EventTable, 'knows'>;
  /** As dialects know him. */
  readonly client: object;
  /** Names the connection in the log. */
  readonly correlationId: string;
}

/** Does what replies say on one connection, and answers those who asked. */
export class Answers {
  private open = true;

  constructor(private readonly deps: AnswersDeps) {}

  /** The connection is gone: nobody is answered any more. */
  close(): void {
    this.open = false;
  }

  /** What is answered comes after what the asker is to see first, and after what is kept of it: both may take a while. */
  give(reply: Reply, asked: Asked): Promise<void> | undefined {
    if (!this.open) return undefined;
    const { following, typing } = this.deps;
    if (reply.failure !== undefined) this.watch(reply.failure, asked);
    if (reply.identity !== undefined) this.deps.identify(reply.identity);
    const hasMoved = reply.follow !== undefined || reply.unfollow !== undefined;
    // Whoever is told that he has joined finds it so when he comes back.
    const kept = hasMoved ? this.deps.keep() : null;
    if (reply.follow !== undefined && !following.follow(reply.follow, asked.dialect, kept)) {
      this.refuse({ kind: 'TooManyJoined', limit: MAX_JOINED }, asked);
      return undefined;
    }
    const resumed = reply.follow === undefined ? null : following.resumed(reply.follow);
    if (reply.unfollow !== undefined) {
      typing.end(reply.unfollow);
      following.unfollow(reply.unfollow);
    }
    if (reply.typing !== undefined) typing.set(reply.typing.conversationId, reply.typing.typing);
    if (reply.watches !== undefined) this.deps.watch(reply.watches, asked.dialect);
    const echoed = reply.echo === undefined ? null : following.echo(reply.echo, asked.dialect);
    const before = resumed === null ? (kept ?? echoed) : Promise.all([resumed, kept]);
    if (before !== null) return before.then(() => this.finish(reply, asked));
    this.finish(reply, asked);
    return undefined;
  }

  /** A payload that its row could not decode; the reply says what is wrong with it. */
  undecoded(reply: Reply, asked: Asked): Promise<void> | undefined {
    if (this.open) this.watch({ kind: 'InvalidPayload', issues: [] }, asked);
    return this.give(reply, asked);
  }

  refuse(failure: EdgeFailure, asked: Asked): void {
    if (this.open) this.watch(failure, asked);
    void this.give(asked.dialect.refuse(failure, asked.event), asked);
  }

  /** In each dialect that its client may understand; who waits for an answer has it in the one that he asked in. */
  refuseInAll(failure: EdgeFailure, dialects: readonly Dialect[], asked: Asked | null): void {
    const [first, ...others] = dialects.map((one) =>
      one === asked?.dialect ? asked : unasked(one),
    );
    if (first === undefined) return;
    if (this.open) this.watch(failure, asked ?? first);
    for (const one of [first, ...others]) {
      void this.give(one.dialect.refuse(failure, one.event), one);
    }
  }

  /** For a bug: logged, and the client hears no more than that there was one. */
  crash(error: unknown, asked: Asked): void {
    const { logger, correlationId } = this.deps;
    logger.error('a handler failed', { correlationId, error, dialect: asked.dialect.name });
    this.refuse({ kind: 'Internal' }, asked);
  }

  /** A name that is no event's may be anything that somebody typed. */
  private watch(failure: Failure | EdgeFailure, { dialect, event }: Asked): void {
    const { events, guard } = this.deps;
    guard.refused(failure, events.knows(event) ? event : null, dialect.name);
  }

  private finish(reply: Reply, { dialect, acknowledge }: Asked): void {
    if (!this.open) return;
    dialect.answered?.(this.deps.client, reply);
    const { frames, acknowledgement } = reply;
    const { listener } = this.deps;
    for (const frame of frames) listener.deliver(listener.channel.encode(frame));
    if (acknowledge === undefined) return;
    acknowledge(acknowledgement);
    this.deps.sent();
  }
}
