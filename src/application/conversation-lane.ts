import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { Conversation } from '../domain/conversation.js';
import type { ConversationEvent, MessagePosted } from '../domain/conversation-event.js';
import type { Decision } from '../domain/decide/decision.js';
import { evolve, senderKey } from '../domain/evolve.js';
import { type Unavailable, unavailable } from '../domain/failure.js';
import type { ConversationId, Instant } from '../domain/ids.js';
import type { Append, AppendOutcome, ConversationLog } from './ports/conversation-log.js';
import type { EventBus } from './ports/event-bus.js';
import type { Changed, LaneCommand, MessageName, OpeningRefused } from './lane-command.js';

interface Waiting {
  readonly command: LaneCommand<unknown>;
  nameIsNew: boolean;
  refusals: number;
}

interface Decided {
  readonly waiting: Waiting;
  readonly answer: Either<unknown, Changed>;
}

export interface LaneDeps {
  readonly log: ConversationLog;
  readonly bus: EventBus;
  readonly now: () => Instant;
  /** Asks for one call of `take` at the end of this turn. */
  readonly schedule: (lane: ConversationLane) => void;
}

/** A command whose appends others keep beating is given up, not tried for ever. */
const MAX_REFUSALS = 100;

/**
 * The commands of one conversation, in order. Each is decided on the state that the ones before it
 * leave, committed or not yet; what is decided while an append is under way makes the next one. Nobody
 * is answered from a state that is not committed, or that the store might know better.
 */
export class ConversationLane {
  private waiting: Waiting[] = [];
  private decided: Decided[] = [];
  private inFlight: Decided[] | null = null;
  private known: boolean;
  private committed: Conversation | undefined;
  private head: Conversation | undefined;
  private reading = false;

  constructor(
    readonly id: ConversationId,
    private readonly deps: LaneDeps,
    /** A conversation whose id was made just now is known not to exist. */
    isNew: boolean,
  ) {
    this.known = isNew;
  }

  get idle(): boolean {
    return (
      this.waiting.length === 0 &&
      this.decided.length === 0 &&
      this.inFlight === null &&
      !this.reading
    );
  }

  /** Whether there is something here worth keeping in memory. */
  get exists(): boolean {
    return this.committed !== undefined;
  }

  submit<F>(command: LaneCommand<F>): void {
    this.waiting.push({
      command: command as LaneCommand<unknown>,
      nameIsNew: command.name === null,
      refusals: 0,
    });
    this.pump(false);
  }

  /** What is pending, as one append; nothing when all that is pending are answers without events. */
  take(): Append | null {
    const batch = this.decided;
    this.decided = [];
    this.inFlight = batch;
    const events = batch.flatMap(({ answer }) => (isLeft(answer) ? [] : answer.right.events));
    if (events.length === 0 || this.head === undefined) {
      this.answerAll(batch);
      this.next();
      return null;
    }
    return { expectedSeq: this.committed?.lastSeq ?? 0, events, conversation: this.head };
  }

  settle(append: Append, outcome: AppendOutcome): void {
    const batch = this.inFlight ?? [];
    if (outcome.kind === 'appended') {
      this.committed = append.conversation;
      this.deps.bus.publish({ conversation: append.conversation, events: append.events });
      this.answerAll(batch);
      this.next();
      return;
    }
    if (append.expectedSeq === 0 && outcome.kind !== 'taken') {
      this.failAll(left({ kind: 'OpeningRefused', because: outcome.kind }));
      return;
    }
    this.decideAgain();
  }

  /** The store failed: what is pending fails with it, and the state must be read anew. */
  fail(): void {
    this.failAll(left(unavailable));
  }

  /** A bug in the store: passed on to whoever logs it. */
  crash(defect: unknown): void {
    const pending = this.dropPending();
    for (const { waiting } of pending) waiting.command.reject(defect);
    this.pump(false);
  }

  private next(): void {
    this.inFlight = null;
    if (this.decided.length > 0) this.deps.schedule(this);
  }

  private answerAll(batch: readonly Decided[]): void {
    for (const { waiting, answer } of batch) waiting.command.resolve(answer);
  }

  private failAll(answer: Either<Unavailable | OpeningRefused, never>): void {
    const pending = this.dropPending();
    for (const { waiting } of pending) waiting.command.resolve(answer);
    this.pump(false);
  }

  private dropPending(): Decided[] {
    const pending = [...(this.inFlight ?? []), ...this.decided];
    this.inFlight = null;
    this.decided = [];
    this.known = false;
    return pending;
  }

  private decideAgain(): void {
    const pending = this.dropPending().map(({ waiting }) => waiting);
    const again: Waiting[] = [];
    for (const waiting of pending) {
      waiting.refusals += 1;
      waiting.nameIsNew = waiting.command.name === null;
      if (waiting.refusals < MAX_REFUSALS) again.push(waiting);
      else waiting.command.resolve(left(unavailable));
    }
    this.waiting = [...again, ...this.waiting];
    this.pump(false);
  }

  /** Decides what waits; `fresh` when the state has just been read from the store. */
  private pump(fresh: boolean): void {
    while (!this.reading) {
      const first = this.waiting[0];
      if (first === undefined) break;
      if (!this.known) return this.reload();
      if (!first.nameIsNew) {
        this.lookUp(first);
        continue;
      }
      if (!this.decide(first, fresh)) return this.reload();
    }
    if (this.decided.length > 0 && this.inFlight === null) this.deps.schedule(this);
  }

  /** False when a refusal must be checked against the store's own state first. */
  private decide(waiting: Waiting, fresh: boolean): boolean {
    let decision: Decision<unknown>;
    try {
      decision = waiting.command.decide(this.head, this.deps.now());
    } catch (defect) {
      this.waiting.shift();
      waiting.command.reject(defect);
      return true;
    }
    const changesNothing = isLeft(decision) || decision.right.length === 0;
    const nothingPending = this.decided.length === 0 && this.inFlight === null;
    if (changesNothing && nothingPending && !fresh) return false;

    this.waiting.shift();
    const answer = isLeft(decision) ? decision : right(this.apply(decision.right));
    if (changesNothing && nothingPending) waiting.command.resolve(answer);
    else this.decided.push({ waiting, answer });
    return true;
  }

  private apply(events: readonly ConversationEvent[]): Changed {
    let state = this.head;
    for (const event of events) state = evolve(state, event);
    if (state === undefined) throw new Error(`nothing was decided on no state in ${this.id}`);
    this.head = state;
    return { conversation: state, events, repeated: null };
  }

  private lookUp(waiting: Waiting): void {
    const name = waiting.command.name;
    if (name === null) return;
    const pending = this.pendingMessage(name);
    if (pending !== null && this.head !== undefined) {
      this.waiting.shift();
      const changed: Changed = { conversation: this.head, events: [], repeated: pending };
      this.decided.push({ waiting, answer: right(changed) });
      return;
    }
    this.read(this.deps.log.findMessage(this.id, name.sender, name.clientMessageId), (found) => {
      waiting.nameIsNew = true;
      if (!isSome(found) || this.committed === undefined) return;
      this.waiting.shift();
      const changed = { conversation: this.committed, events: [], repeated: found.value };
      waiting.command.resolve(right(changed));
    });
  }

  private pendingMessage(name: MessageName): MessagePosted | null {
    for (const { answer } of [...(this.inFlight ?? []), ...this.decided]) {
      if (isLeft(answer)) continue;
      for (const event of answer.right.events) {
        if (
          event.type === 'messagePosted' &&
          event.clientMessageId === name.clientMessageId &&
          senderKey(event.sender) === name.sender
        ) {
          return event;
        }
      }
    }
    return null;
  }

  private reload(): void {
    this.read(
      this.deps.log.load(this.id),
      (found) => {
        this.known = true;
        this.committed = isSome(found) ? found.value : undefined;
        this.head = this.committed;
      },
      true,
    );
  }

  /** One read at a time; the commands behind it wait, so that their order holds. */
  private read<A>(
    task: () => Promise<Either<Unavailable, A>>,
    done: (value: A) => void,
    fresh = false,
  ): void {
    this.reading = true;
    task().then(
      (result) => {
        this.reading = false;
        if (isLeft(result)) this.failFirst(result);
        else done(result.right);
        this.pump(fresh && !isLeft(result));
      },
      (defect: unknown) => {
        this.reading = false;
        this.waiting.shift()?.command.reject(defect);
        this.pump(false);
      },
    );
  }

  private failFirst(failure: Either<Unavailable, never>): void {
    this.waiting.shift()?.command.resolve(failure);
  }
}
