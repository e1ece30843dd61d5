import { isLeft } from 'fp-ts/lib/Either.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import { type Actor, isStaff, personKey } from '../../../domain/actor.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { ConversationId } from '../../../domain/ids.js';
import { viewerOf } from '../../../application/audience.js';
import type { Authenticate } from '../../../application/use-cases/authenticate.js';
import type { Logger } from '../../../application/ports/logger.js';
import { CallOrder } from './call-order.js';
import type { Call, Dialect, EdgeFailure, EventHandler, Reply } from './dialect.js';
import { Expiry } from './expiry.js';
import type { FanOut, Listener } from './fan-out.js';
import { isTooDeep, MAX_DEPTH } from './json-depth.js';
import { Pace } from './pace.js';
import {
  type Channel,
  type CloseReason,
  type Connection,
  type Frame,
  OVERSIZED,
  type Session,
} from './transport.js';

/** Conversations that one connection may follow. */
const MAX_JOINED = 100;
/** Frames of one connection that are being handled or wait for it. */
const MAX_UNDER_WAY = 1_000;
/** Frames that may come behind a first `auth` before its answer. */
const MAX_HELD = 20;
/** Milliseconds in which a connection must say who it is. */
const AUTHENTICATION_TIME = 10_000;

type Acknowledge = ((answer: unknown) => void) | undefined;

export interface HandlerEntry {
  readonly dialect: Dialect;
  readonly handler: EventHandler;
}

export interface SessionDeps {
  /** The first one speaks for what belongs to no event of theirs. */
  readonly dialects: readonly [Dialect, ...Dialect[]];
  readonly handlers: ReadonlyMap<unknown, HandlerEntry>;
  readonly authenticate: Authenticate;
  readonly fanOut: FanOut;
  readonly now: () => number;
  readonly logger: Logger;
  /** The connection is open, or is gone. */
  readonly onEnd: (session: ClientSession) => void;
}

/** What one connection may do, does, and hears; the same on every transport. */
export class ClientSession implements Session, Listener {
  private identity: Identity | null = null;
  private open = true;
  private receiving = true;
  private underWay = 0;
  private ended: (() => void) | null = null;
  private readonly order = new CallOrder();
  /** The `seq` up to which he has heard each conversation that he follows. */
  private readonly joined = new Map<ConversationId, number>();
  private readonly expiry: Expiry;
  private readonly pace: Pace;
  /** Frames that wait for the first `auth`, while it is under way. */
  private held: (() => void)[] | null = null;

  constructor(
    private readonly deps: SessionDeps,
    readonly connection: Connection,
    /** Names this connection in the log. */
    private readonly correlationId: string,
    identity: Identity | null,
  ) {
    this.pace = new Pace(connection, () => this.close('tooSlow'));
    this.expiry = new Expiry(deps.now, () => this.expire());
    if (identity === null) this.expiry.at(deps.now() + AUTHENTICATION_TIME);
    else this.admit(identity, undefined);
  }

  get actor(): Actor | null {
    return this.identity?.actor ?? null;
  }

  get channel(): Channel {
    return this.connection.channel;
  }

  deliver(wire: unknown): void {
    this.connection.send(wire);
    this.pace.check();
  }

  heard(id: ConversationId, seq: number): void {
    this.joined.set(id, seq);
  }

  receive(event: unknown, payload: unknown, acknowledge?: (answer: unknown) => void): void {
    if (!this.receiving) return;
    this.guard(this.deps.dialects[0], acknowledge, () => this.handle(event, payload, acknowledge));
  }

  private handle(event: unknown, payload: unknown, acknowledge: Acknowledge): void {
    const entry = this.deps.handlers.get(event);
    const dialect = entry?.dialect ?? this.deps.dialects[0];
    if (payload === OVERSIZED) return this.refuseOversized(dialect, acknowledge);
    if (event === 'auth') return this.receiveAuth(payload, acknowledge);
    const { actor, held } = this;
    if (held !== null && held.length < MAX_HELD) {
      held.push(() => this.receive(event, payload, acknowledge));
      return;
    }
    if (actor === null) return this.refuse({ kind: 'AuthRequired' }, dialect, acknowledge);
    if (entry === undefined) {
      return this.refuse({ kind: 'UnknownEvent', event: String(event) }, dialect, acknowledge);
    }
    if (isTooDeep(payload)) {
      const issues = [{ field: '', message: `Must be at most ${MAX_DEPTH} levels deep` }];
      return this.refuse({ kind: 'InvalidPayload', issues }, dialect, acknowledge);
    }
    const call = entry.handler(payload);
    if (isLeft(call)) return this.answer(call.left, dialect, acknowledge);
    this.submit(call.right, actor, dialect, acknowledge);
  }

  closed(): void {
    if (!this.open) return;
    this.open = false;
    this.receiving = false;
    this.expiry.clear();
    this.pace.stop();
    this.deps.fanOut.unwatch(this);
    for (const id of this.joined.keys()) this.deps.fanOut.unfollow(id, this);
    this.deps.onEnd(this);
  }

  /** Takes in nothing more; resolves when what is under way has been answered. */
  finish(): Promise<void> {
    this.receiving = false;
    return new Promise((resolve) => {
      this.ended = resolve;
      if (this.underWay === 0) resolve();
    });
  }

  private submit(call: Call, actor: Actor, dialect: Dialect, acknowledge: Acknowledge): void {
    if (this.underWay >= MAX_UNDER_WAY) {
      return this.refuse({ kind: 'TooManyAtOnce' }, dialect, acknowledge);
    }
    this.underWay += 1;
    this.order.submit(call.key, call.pipelined, (done) => {
      const end = (): void => {
        this.underWay -= 1;
        done();
        if (this.underWay === 0) this.ended?.();
      };
      call.run(actor).then(
        (reply) => {
          this.guard(dialect, acknowledge, () => this.answer(reply, dialect, acknowledge));
          end();
        },
        (defect: unknown) => {
          this.crash(defect, dialect, acknowledge);
          end();
        },
      );
    });
  }

  private answer(reply: Reply, dialect: Dialect, acknowledge: Acknowledge): void {
    if (!this.open) return;
    const { follow, unfollow, echo } = reply;
    if (follow !== undefined && !this.follow(follow, dialect)) {
      return this.refuse({ kind: 'TooManyJoined', limit: MAX_JOINED }, dialect, acknowledge);
    }
    if (unfollow !== undefined && this.joined.delete(unfollow)) {
      this.deps.fanOut.unfollow(unfollow, this);
    }
    if (echo !== undefined) this.echo(echo, dialect);
    this.send(reply.frames);
    acknowledge?.(reply.acknowledgement);
  }

  /** What has reached him with everybody else is not sent again, unless he asked again. */
  private echo({ conversation, event, fresh }: NonNullable<Reply['echo']>, dialect: Dialect): void {
    if (this.actor === null) return;
    if (fresh && (this.joined.get(conversation.id) ?? 0) >= event.seq) return;
    const viewer = viewerOf(this.actor, conversation);
    this.send(dialect.frames(event, conversation, 'following', viewer));
  }

  private follow(conversation: Conversation, dialect: Dialect): boolean {
    if (!this.joined.has(conversation.id) && this.joined.size >= MAX_JOINED) return false;
    this.joined.set(conversation.id, this.joined.get(conversation.id) ?? 0);
    this.deps.fanOut.follow(conversation, dialect, this);
    return true;
  }

  private send(frames: readonly Frame[]): void {
    for (const frame of frames) this.deliver(this.channel.encode(frame));
  }

  private refuse(failure: EdgeFailure, dialect: Dialect, acknowledge: Acknowledge): void {
    this.answer(dialect.refuse(failure), dialect, acknowledge);
  }

  /** Strangers get no second chance to make us read so much. */
  private refuseOversized(dialect: Dialect, acknowledge: Acknowledge): void {
    this.refuse({ kind: 'TooLarge' }, dialect, acknowledge);
    if (this.actor === null) this.close('tooLarge');
  }

  /** Nothing that a handler throws gets past here: on most transports it would end the process. */
  private guard(dialect: Dialect, acknowledge: Acknowledge, work: () => void): void {
    try {
      work();
    } catch (defect) {
      this.crash(defect, dialect, acknowledge);
    }
  }

  private crash(error: unknown, dialect: Dialect, acknowledge: Acknowledge): void {
    const { correlationId } = this;
    this.deps.logger.error('a handler failed', { correlationId, error, dialect: dialect.name });
    this.refuse({ kind: 'Internal' }, dialect, acknowledge);
  }

  private receiveAuth(payload: unknown, acknowledge: Acknowledge): void {
    const [dialect] = this.deps.dialects;
    const token =
      typeof payload === 'object' && payload !== null && 'token' in payload ? payload.token : null;
    if (this.actor === null) this.held ??= [];
    this.deps
      .authenticate(token)()
      .then(
        (result) => {
          this.guard(dialect, acknowledge, () => {
            if (!isLeft(result)) this.reauthenticate(result.right, acknowledge);
            else this.rejectAuth(result.left, acknowledge);
          });
          this.releaseHeld();
        },
        (defect: unknown) => {
          this.crash(defect, dialect, acknowledge);
          this.releaseHeld();
        },
      );
  }

  /** What came behind the first `auth` is handled after it. */
  private releaseHeld(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const receive of held) receive();
  }

  /** A fresh token must be the same person's: what he follows and hears is his. */
  private reauthenticate(identity: Identity, acknowledge: Acknowledge): void {
    const { actor } = this;
    if (!this.open) return;
    if (actor !== null && personKey(actor) !== personKey(identity.actor)) {
      return this.rejectAuth({ kind: 'InvalidToken' }, acknowledge);
    }
    this.admit(identity, acknowledge);
  }

  private rejectAuth(failure: EdgeFailure, acknowledge: Acknowledge): void {
    this.refuse(failure, this.deps.dialects[0], acknowledge);
    if (this.actor === null && failure.kind !== 'Unavailable') this.close();
  }

  private admit(identity: Identity, acknowledge: Acknowledge): void {
    this.identity = identity;
    this.expiry.at(identity.expiresAt);
    this.deps.fanOut.unwatch(this);
    this.deps.dialects.forEach((dialect, index) => {
      if (isStaff(identity.actor)) this.deps.fanOut.watch(dialect, this);
      const first = index === 0;
      this.answer(dialect.welcome(identity.actor), dialect, first ? acknowledge : undefined);
    });
  }

  private expire(): void {
    const kind = this.identity === null ? 'AuthRequired' : 'TokenExpired';
    this.refuse({ kind }, this.deps.dialects[0], undefined);
    this.close();
  }

  private close(reason: CloseReason = 'unauthenticated'): void {
    this.connection.close(reason);
    this.closed();
  }
}
