import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { type Actor, personKey } from '../../../domain/actor.js';
import type { Instant } from '../../../domain/ids.js';
import { Answers, type AnswersDeps, type Asked, askedBy, unasked } from './answers.js';
import type { CallTurn } from './call-order.js';
import { Calls, placeOf } from './calls.js';
import type { Call, Dialect, EventRow } from './dialect.js';
import type { EventTable } from './event-table.js';
import type { FanOut } from './fan-out.js';
import { Hearing } from './hearing.js';
import { Identification } from './identification.js';
import { Intake } from './intake.js';
import { isTooDeep, tooDeep } from './json-depth.js';
import { type Admitted, KeptSession, type KeptSessionDeps } from './kept-session.js';
import { Pace } from './pace.js';
import type { Recognition } from './recognition.js';
import type { RoomWatch } from './room-watch.js';
import { Spoken } from './spoken.js';
import type { Arrival, CloseReason, Connection, Pass, Session, Suspicion } from './transport.js';
import type { Turns } from './turns.js';
import { Typing } from './typing.js';
import type { Typists } from './typists.js';

type Shared = Pick<KeptSessionDeps, 'book' | 'rejoinConversations'> &
  Pick<AnswersDeps, 'guard' | 'logger'>;

export interface SessionDeps extends Shared {
  readonly dialects: readonly [Dialect, ...Dialect[]];
  readonly events: EventTable;
  readonly recognition: Recognition;
  readonly fanOut: FanOut;
  readonly typists: Typists;
  readonly watch: RoomWatch;
  readonly turns: Turns;
  readonly now: () => Instant;
  /** Bytes of a frame past which a connection is closed, unread. */
  readonly maxFrame: { readonly ofAnybody: number; readonly ofKnown: number };
  /** Milliseconds after which typing that was not renewed has ended. */
  readonly typingTime: number;
  /** The connection is gone. */
  readonly onEnd: (session: ClientSession) => void;
}

/** What one connection may do, does, and hears; the same on every transport. */
export class ClientSession implements Session {
  private receiving = true;
  private open = true;
  /** As whom this connection is in the roster. */
  private enrolled: Actor | null = null;
  private readonly calls = new Calls();
  private readonly intake: Intake;
  private readonly pace: Pace;
  private readonly who: Identification;
  private readonly hearing: Hearing;
  private readonly spoken: Spoken;
  private readonly typing: Typing;
  private readonly kept: KeptSession;
  private readonly answers: Answers;

  constructor(
    private readonly deps: SessionDeps,
    readonly connection: Connection,
    correlationId: string,
    { client, identity, returning }: Pass & { readonly client: object },
  ) {
    this.intake = new Intake(deps.turns, this.calls);
    this.pace = new Pace(connection, () => this.end('tooSlow'));
    this.who = new Identification({ ...deps, calls: this.calls, expired: () => this.expire() });
    this.spoken = new Spoken(deps.dialects[0], identity === null ? [] : deps.dialects);
    this.hearing = new Hearing({
      ...deps,
      connection,
      client,
      id: correlationId,
      who: this.who,
      spoken: this.spoken,
      pace: this.pace,
      dismiss: () => this.turnAway('Dismissed', 'dismissed'),
    });
    const { following } = this.hearing;
    this.typing = new Typing(deps.typingTime, (id, typing) => {
      if (this.enrolled !== null) deps.typists[typing ? 'start' : 'stop'](this.enrolled, id, this);
    });
    this.kept = new KeptSession({ ...deps, connection, following }, returning);
    this.answers = new Answers({
      ...deps,
      listener: this.hearing,
      following,
      typing: this.typing,
      identify: (other) => this.admit({ identity: other, rejoined: [] }, null),
      keep: () => this.kept.save(),
      watch: (counts, dialect) => deps.watch.add(this.hearing, dialect, counts),
      sent: () => this.pace.check(),
      client,
      correlationId,
    });
    connection.allow(deps.maxFrame.ofAnybody);
    if (identity === null) this.who.waitForIdentity();
    else this.admit({ identity, rejoined: returning?.rejoined ?? [] }, null);
  }

  get actor(): Actor | null {
    return this.who.actor;
  }

  receive(arrival: Arrival): void {
    if (!this.receiving) return;
    if (this.intake.isFlooded(this.who.isStranger)) return this.end('policy', 'flood');
    const entry = this.deps.events.find(arrival.event);
    const { admits, row } = entry;
    const asked = askedBy(arrival, this.spoken.use(entry));
    // Nothing that is thrown gets past here: on most transports it would end the process.
    try {
      if (this.refuses(arrival, asked)) return;
      // One at a time, since each costs more than most calls; what comes before its turn waits for it.
      if (admits && this.who.isBusy && this.who.wait(arrival, asked.dialect)) return;
      if (admits && this.who.isBusy) return this.answers.refuse({ kind: 'TooManyAtOnce' }, asked);
      if (admits) void this.authenticate(arrival, asked);
      else this.handle(arrival, row, asked);
    } catch (defect) {
      this.answers.crash(defect, asked);
    }
  }

  closed(suspicion?: Suspicion): void {
    if (!this.open) return;
    if (suspicion !== undefined) this.deps.guard.suspect(suspicion);
    this.open = false;
    this.receiving = false;
    this.answers.close();
    this.kept.close();
    this.leaveAll();
    this.who.forget();
    this.pace.stop();
    this.deps.watch.remove(this.hearing);
    this.deps.onEnd(this);
  }

  /** Takes in nothing more; resolves when what is under way has been answered. */
  finish(): Promise<void> {
    this.receiving = false;
    return this.calls.whenAtMost(0);
  }

  /** What is too much is refused before anybody looks at it. */
  private refuses({ bytes }: Arrival, asked: Asked): boolean {
    const { isStranger, isVouchedFor } = this.who;
    const refusal = this.intake.refusal(bytes, isVouchedFor, asked.dialect.admission.maxFrame);
    if (refusal === null) return false;
    this.answers.refuse(refusal, asked);
    // Strangers get no second chance to make us read so much.
    if (isStranger && refusal.kind === 'TooLarge') this.end('tooLarge');
    return true;
  }

  private handle(arrival: Arrival, row: EventRow | null, asked: Asked): void {
    if (this.actor === null && !this.who.isStranger) return this.expire();
    if (this.who.hold(arrival, asked.dialect)) return;
    if (this.actor === null) return this.answers.refuse({ kind: 'AuthRequired' }, asked);
    // More than can be held until it is known who he is; it may not overtake what is.
    if (this.who.mayChange) return this.answers.refuse({ kind: 'TooManyAtOnce' }, asked);
    if (row === null) {
      return this.answers.refuse({ kind: 'UnknownEvent', event: String(arrival.event) }, asked);
    }
    if (isTooDeep(arrival.payload)) return this.answers.refuse(tooDeep, asked);
    const call = row.handle(arrival.payload);
    if (isLeft(call)) return void this.answers.undecoded(call.left, asked);
    const place = placeOf(call.right, this.hearing.following.known);
    this.calls.submit(place, (turn) => this.run(call.right, asked, turn), arrival.hold);
  }

  private async run(call: Call, asked: Asked, { entered, ahead }: CallTurn): Promise<void> {
    try {
      if (this.actor === null) this.expire();
      else {
        const reply = await call.run(this.hearing.following.caller(this.actor), entered);
        if (ahead !== null) await ahead;
        await this.answers.give(reply, asked);
      }
    } catch (defect) {
      this.answers.crash(defect, asked);
    }
  }

  private async authenticate({ event, payload, hold }: Arrival, asked: Asked): Promise<void> {
    const end = this.calls.begin(hold);
    try {
      const result = await this.who.authenticate(payload, (known) => this.kept.claim(known));
      if (!this.open) return;
      if (isRight(result)) this.admit(result.right, asked);
      else {
        this.answers.refuseInAll(result.left, this.deps.events.find(event).spoken, asked);
        if (!this.who.mayStay(result.left, asked.dialect)) this.end('unauthenticated');
      }
    } catch (defect) {
      this.answers.crash(defect, asked);
    } finally {
      this.releaseHeld();
      end();
    }
  }

  /** What came before it was known who he is is handled now. */
  private releaseHeld(): void {
    for (const arrival of this.who.release()) this.receive(arrival);
  }

  /** Whoever is let in, or is somebody else from now on, hears it in each dialect. */
  private admit({ identity, rejoined }: Admitted, asked: Asked | null): void {
    const { fanOut, dialects } = this.deps;
    const before = this.enrolled && personKey(this.enrolled);
    if (before !== personKey(identity.actor)) this.leaveAll();
    this.enrolled = identity.actor;
    this.who.become(identity);
    this.hearing.following.settle();
    this.deps.guard.become(identity.actor, asked !== null, asked?.event ?? null);
    fanOut.roster.arrive(identity.actor, this.hearing);
    if (this.who.isVouchedFor) this.connection.allow(this.deps.maxFrame.ofKnown);
    for (const dialect of dialects) {
      const answered = dialect === asked?.dialect ? asked : unasked(dialect);
      void this.answers.give(dialect.welcome(identity.actor), answered);
    }
    if (this.open) this.kept.become(identity.actor, rejoined);
  }

  /** What somebody was typing ends in his name, nobody follows what he did in his place, and he is here no longer. */
  private leaveAll(): void {
    this.typing.endAll();
    this.hearing.following.leaveAll();
    const { roster } = this.deps.fanOut;
    if (this.enrolled !== null) roster.depart(this.enrolled, this.hearing, this.calls.settled());
  }

  private expire(): void {
    this.releaseHeld();
    this.turnAway(this.who.isStranger ? 'AuthRequired' : 'TokenExpired', 'unauthenticated');
  }

  /** He is told why, in each dialect that he may understand. */
  private turnAway(kind: 'AuthRequired' | 'TokenExpired' | 'Dismissed', reason: CloseReason): void {
    this.answers.refuseInAll({ kind }, this.deps.dialects, null);
    this.end(reason);
  }

  private end(reason: CloseReason, suspicion?: Suspicion): void {
    if (!this.open) return;
    this.connection.close(reason);
    this.closed(suspicion);
  }
}
