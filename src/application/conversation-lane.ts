import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome, type Option } from 'fp-ts/lib/Option.js';
import type { Conversation } from '../domain/conversation.js';
import type { Fact, TextMessage } from '../domain/conversation-event.js';
import { type Unavailable, unavailable } from '../domain/failure.js';
import type { ConversationId, Instant } from '../domain/ids.js';
import { record } from '../domain/record.js';
import type { Append, AppendOutcome, ConversationLog } from './ports/conversation-log.js';
import type { EventBus } from './ports/event-bus.js';
import type { Changed, LaneCommand, OpeningRefused } from './lane-command.js';
import { type Decided, hasEvents, messageNamed, type Waiting } from './lane-pending.js';

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
      try {
        const { conversation, events } = append;
        this.deps.bus.publish({ kind: 'changed', conversation, events });
      } finally {
        this.answerAll(batch);
        this.next();
      }
      return;
    }
    if (outcome.kind === 'unavailable') return this.fail();
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

  /** What only waited to be told can be told now that the state it was decided on is committed. */
  private next(): void {
    this.inFlight = null;
    if (this.decided.some(hasEvents)) return this.deps.schedule(this);
    const answers = this.decided;
    this.decided = [];
    this.answerAll(answers);
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
    const nothingPending = this.decided.length === 0 && this.inFlight === null;
    let answer: Decided['answer'];
    try {
      const now = this.deps.now();
      const decision = waiting.command.decide(this.head, now);
      const changesNothing = isLeft(decision) || decision.right.length === 0;
      if (changesNothing && nothingPending && !fresh) return false;
      answer = isLeft(decision) ? decision : right(this.apply(decision.right, now));
    } catch (defect) {
      this.remove(waiting);
      waiting.command.reject(defect);
      return true;
    }
    this.remove(waiting);
    const decided = { waiting, answer };
    if (nothingPending && !hasEvents(decided)) waiting.command.resolve(answer);
    else this.decided.push(decided);
    return true;
  }

  private apply(facts: readonly Fact[], now: Instant): Changed {
    const { conversation, events } = record(this.head, facts, now);
    this.head = conversation;
    return { conversation, events, repeated: null };
  }

  private lookUp(waiting: Waiting): void {
    const { name } = waiting.command;
    if (name === null) return;
    const pending = messageNamed(name, this.inFlight ?? [], this.decided);
    if (pending !== null && this.head !== undefined) {
      this.remove(waiting);
      const changed: Changed = { conversation: this.head, events: [], repeated: pending };
      this.decided.push({ waiting, answer: right(changed) });
      return;
    }
    this.read(
      this.deps.log.findMessage(this.id, name.sender, name.clientMessageId),
      [waiting],
      (found) => {
        if (isSome(found)) this.answerRepeated(waiting, found.value);
        else waiting.nameIsNew = true;
      },
    );
  }

  /** With a state in which the message is stored: another process may have stored it. */
  private answerRepeated(waiting: Waiting, repeated: TextMessage): void {
    const answer = (conversation: Conversation): void => {
      this.remove(waiting);
      waiting.command.resolve(right({ conversation, events: [], repeated }));
    };
    if (this.committed !== undefined && repeated.seq <= this.committed.lastSeq) {
      return answer(this.committed);
    }
    this.read(this.deps.log.load(this.id), [waiting], (found) => {
      if (isSome(found)) answer(found.value);
      else throw new Error(`${this.id} has a message and no state`);
    });
  }

  /** Without a state nobody can be answered, so all who wait share its failure. */
  private reload(): void {
    const load = this.deps.log.load(this.id);
    const done = (found: Option<Conversation>): void => {
      this.known = true;
      this.committed = isSome(found) ? found.value : undefined;
      this.head = this.committed;
    };
    this.read(load, this.waiting, done, true);
  }

  /** One read at a time; the commands behind it wait, so that their order holds. */
  private read<A>(
    task: () => Promise<Either<Unavailable, A>>,
    concerned: readonly Waiting[],
    done: (value: A) => void,
    fresh = false,
  ): void {
    const settle = (work: () => void, isFresh: boolean): void => {
      this.reading = false;
      work();
      this.pump(isFresh);
    };
    const drop = (answer: (command: Waiting['command']) => void): void => {
      for (const waiting of [...concerned]) {
        this.remove(waiting);
        answer(waiting.command);
      }
    };
    this.reading = true;
    task()
      .then((result) => {
        if (isLeft(result)) settle(() => drop((command) => command.resolve(result)), false);
        else settle(() => done(result.right), fresh);
      })
      .catch((defect: unknown) => settle(() => drop((command) => command.reject(defect)), false));
  }

  private remove(waiting: Waiting): void {
    const at = this.waiting.indexOf(waiting);
    if (at !== -1) this.waiting.splice(at, 1);
  }
}
