import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Conversation } from '../../domain/conversation.js';
import { unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';
import { record } from '../../domain/record.js';
import { changesNothing, type Decided, say, type Waiting } from './decided.js';
import type { LaneCommand } from './lane-command.js';
import { Pending, type Undone } from './lane-pending.js';
import { LaneState } from './lane-state.js';
import type { Append, AppendOutcome, ConversationLog } from '../ports/conversation-log.js';
import type { ConversationChange } from '../ports/event-bus.js';
import { Queue } from './queue.js';
import {
  withoutMoved,
  withoutOpening,
  withoutRepeated,
  withoutTickets,
  worthAnotherTry,
} from './refused-append.js';
import { StoredMessages } from './stored-messages.js';

export interface LaneDeps {
  readonly log: ConversationLog;
  /** Never throws. */
  readonly publish: (change: ConversationChange) => void;
  readonly now: () => Instant;
  /** Asks for one call of `endTurn` at the end of this turn. */
  readonly schedule: (lane: ConversationLane) => void;
}

/** What one conversation decides before it lets the others have the processor. */
const DECISIONS_PER_TURN = 200;

/**
 * The commands of one conversation, in order. Each is decided on the state that the ones before it
 * leave, committed or not yet; what is decided while an append is under way makes the next one. Nobody
 * is answered from a state that is not committed, or that the store might know better.
 */
export class ConversationLane {
  private readonly waiting = new Queue<Waiting>();
  private readonly pending = new Pending();
  private readonly state: LaneState;
  private readonly stored: StoredMessages;
  /** While it waits for the store's word nothing is decided. */
  private asking = false;
  private decisionsLeft = DECISIONS_PER_TURN;

  constructor(
    readonly id: ConversationId,
    private readonly deps: LaneDeps,
    /** A conversation whose id was made just now is known not to exist. */
    isNew: boolean,
  ) {
    this.state = new LaneState(deps.log, id, isNew);
    this.stored = new StoredMessages(deps.log, id);
  }

  get idle(): boolean {
    return this.waiting.isEmpty && this.pending.isEmpty && !this.asking;
  }

  /** Whether there is something here worth keeping in memory. */
  get exists(): boolean {
    return this.state.committed !== undefined;
  }

  submit(command: LaneCommand): void {
    this.waiting.push({ command, mark: this.state.mark, refusals: 0, vetted: false });
    this.pump();
  }

  /** What others have committed. A lane at work hears it from the store. */
  learn(state: Conversation): void {
    if (this.idle) this.state.learn(state);
  }

  /** What goes out at the end of a turn; then what waits is decided on it. */
  endTurn(): Append | null {
    this.decisionsLeft = DECISIONS_PER_TURN;
    const append = this.pending.isAppending ? null : this.takeAppend();
    this.pump();
    return append;
  }

  settle(append: Append, outcome: AppendOutcome): void {
    switch (outcome.kind) {
      case 'appended':
        return this.commit(append);
      case 'taken':
        this.state.distrust();
        return this.retry((batch) => batch);
      case 'slotTaken':
        return this.retry(withoutMoved);
      case 'ticketTaken':
        return this.retry(withoutTickets);
      case 'repeated':
        if (append.expectedSeq === 0) return this.retry(withoutOpening);
        return void this.retryUnrepeated();
      case 'unavailable':
        return this.fail();
    }
  }

  /** The store failed: what is pending fails with it, and the state must be read anew. */
  fail(): void {
    this.drop((command) => command.answer(left(unavailable)));
  }

  /** A bug in the store: passed on to whoever logs it. */
  crash(defect: unknown): void {
    this.drop((command) => command.reject(defect));
  }

  /** Decides what waits, as far as it may now. */
  private pump(): void {
    let first = this.waiting.first;
    while (first !== undefined && this.mayDecide(first)) {
      if (this.state.isKnown) this.decide(first);
      else void this.load();
      first = this.waiting.first;
    }
    const isHeldUp = first !== undefined && !this.asking && this.decisionsLeft === 0;
    const isDue = this.pending.hasEvents && !this.pending.isAppending;
    if (isHeldUp || isDue) this.deps.schedule(this);
  }

  private mayDecide({ vetted }: Waiting): boolean {
    if (this.asking || this.decisionsLeft === 0 || this.pending.isFull) return false;
    // An opening is appended alone: only its own names are looked for in all conversations.
    if (!this.exists && !this.pending.isEmpty) return false;
    // So is what a repetition undid, or one who repeats himself for ever would hold it up for ever.
    return vetted || this.pending.first?.vetted !== true;
  }

  private decide(waiting: Waiting): void {
    this.decisionsLeft -= 1;
    let decided: Decided;
    try {
      decided = { waiting, before: this.state.head, answer: this.answerTo(waiting.command) };
    } catch (defect) {
      this.waiting.shift();
      return waiting.command.reject(defect);
    }
    const isLastWord = changesNothing(decided) && this.pending.isEmpty;
    if (isLastWord && !this.state.isNewerThan(waiting.mark)) return void this.load();
    this.waiting.shift();
    if (isLastWord) this.tell(decided);
    else this.pending.add(decided);
  }

  private answerTo({ name, decide }: LaneCommand): Decided['answer'] {
    const { head } = this.state;
    const repeated = name === null ? undefined : this.pending.named(name);
    if (repeated !== undefined && head !== undefined) {
      return right({ conversation: head, events: [], repeated });
    }
    const now = this.deps.now();
    const decision = decide(head, now);
    if (isLeft(decision)) return decision;
    const { conversation, events } = record(head, decision.right, now);
    this.state.advance(conversation);
    return right({ conversation, events, repeated: null });
  }

  private takeAppend(): Append | null {
    const { head: conversation, lastSeq: expectedSeq } = this.state;
    if (conversation === undefined || !this.pending.hasEvents) return null;
    return { expectedSeq, events: this.pending.take(), conversation };
  }

  private commit({ conversation, events }: Append): void {
    this.state.commit(conversation);
    const batch = this.pending.commit();
    this.deps.publish({ kind: 'changed', conversation, events });
    for (const decided of batch) this.tell(decided);
    if (!this.pending.hasEvents) this.release(this.pending.undo().next);
    this.pump();
  }

  /** What no append will answer: a repetition stands, all else is decided on the store's own state. */
  private release(decided: readonly Decided[]): void {
    for (const one of decided) if (!changesNothing(one)) say(one);
    this.waiting.putBack(decided.filter(changesNothing).map(({ waiting }) => waiting));
  }

  /** That nothing changes is the last word only where the message is not stored already. */
  private tell(decided: Decided): void {
    const { waiting, before } = decided;
    if (!changesNothing(decided) || waiting.command.name === null || before === undefined) {
      return say(decided);
    }
    void this.stored.answerAsOf(before, waiting.command).then((isAnswered) => {
      if (!isAnswered) say(decided);
    });
  }

  /** What was refused is decided again, less those whom the refusal answers. */
  private retry(remaining: (batch: readonly Decided[]) => readonly Decided[]): void {
    const { underWay, next } = this.undo();
    this.decideAgain(remaining(underWay), next);
  }

  /** While it is looked up whom the refusal answers, what comes meanwhile stays behind. */
  private async retryUnrepeated(): Promise<void> {
    const { underWay, next } = this.undo();
    this.asking = true;
    const others = await withoutRepeated(underWay, ({ command }) =>
      this.stored.answer(command, this.state.committed),
    );
    this.asking = false;
    this.decideAgain(others, next);
  }

  private decideAgain(refused: readonly Decided[], next: readonly Decided[]): void {
    this.waiting.putBack([...worthAnotherTry(refused), ...next.map(({ waiting }) => waiting)]);
    this.pump();
  }

  private undo(): Undone {
    this.state.undo();
    return this.pending.undo();
  }

  private drop(answer: (command: LaneCommand) => void): void {
    const { underWay, next } = this.undo();
    this.state.distrust();
    for (const { waiting } of [...underWay, ...next]) answer(waiting.command);
    this.pump();
  }

  private async load(): Promise<void> {
    this.asking = true;
    try {
      const loaded = await this.state.load();
      this.asking = false;
      if (isLeft(loaded)) this.failWaiting((command) => command.answer(loaded));
    } catch (defect) {
      this.asking = false;
      this.failWaiting((command) => command.reject(defect));
    }
    this.pump();
  }

  /** Without a state nobody can be answered, so all who wait share its failure. */
  private failWaiting(answer: (command: LaneCommand) => void): void {
    for (let one = this.waiting.shift(); one !== undefined; one = this.waiting.shift()) {
      answer(one.command);
    }
  }
}
