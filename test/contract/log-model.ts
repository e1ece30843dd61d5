import fc from 'fast-check';
import type { Append, AppendOutcome } from '../../src/application/ports/conversation-log.js';
import type { Customer } from '../../src/domain/actor.js';
import { type Conversation, isOpen, openSlot } from '../../src/domain/conversation.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import { senderKey } from '../../src/domain/evolve.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { customer } from '../support/actors.js';
import { claiming, closing, message, moving, note, opening } from '../support/appends.js';
import { SHARED, SINGLE_OPEN } from '../support/channels.js';

/** One thing to try on one of a few conversations. */
export interface Step {
  readonly target: number;
  readonly action: 'post' | 'note' | 'claim' | 'close' | 'move';
  /** How many states ago it was decided: more than none is late. */
  readonly late: number;
  /** Who opens it, or gets it. */
  readonly owner: number;
  readonly name: string | null;
}

/** Batches that collide in every way that a log must notice. */
export const batches = fc.array(
  fc.uniqueArray(
    fc.record<Step>({
      target: fc.nat({ max: 4 }),
      action: fc.constantFrom('post', 'post', 'note', 'claim', 'close', 'move'),
      late: fc.constantFrom(0, 0, 0, 1, 2),
      owner: fc.nat({ max: 1 }),
      name: fc.constantFrom(null, 'm1', 'm2', 'm3'),
    }),
    { selector: ({ target }) => target, minLength: 1, maxLength: 4 },
  ),
  { minLength: 1, maxLength: 12 },
);

type Kind = AppendOutcome['kind'];
type Refusal = Exclude<Kind, 'appended'>;

/** What a log holds, kept in the plainest way. */
export class LogModel {
  states: ReadonlyMap<ConversationId, readonly Conversation[]> = new Map();
  events: ReadonlyMap<ConversationId, readonly ConversationEvent[]> = new Map();
  private readonly targets = new Map<number, Append>();

  constructor(private readonly owners: readonly Customer[]) {}

  /**
   * Stores what was appended of a batch; false when the outcomes make sense in no order of it. Where two
   * exclude each other either may win, so that any order will do.
   */
  settle(batch: readonly Append[], outcomes: readonly AppendOutcome[]): boolean {
    const before = { states: this.states, events: this.events };
    const isNext = (append: Append, index: number): boolean => {
      const reasons: readonly Kind[] = this.refusals(append);
      const { kind } = outcomes[index] ?? { kind: 'unavailable' };
      if (!(reasons.length === 0 ? ['appended'] : reasons).includes(kind)) return false;
      if (kind === 'appended') this.store(append);
      if (this.settle(batch.toSpliced(index, 1), outcomes.toSpliced(index, 1))) return true;
      Object.assign(this, before);
      return false;
    };
    return batch.length === 0 || batch.some(isNext);
  }

  /** The append that a step means now. A closed conversation takes notes and nothing else. */
  appendFor(step: Step): Append {
    const first = this.targets.get(step.target);
    const states = first === undefined ? undefined : this.states.get(first.conversation.id);
    const state = states?.at(-1 - Math.min(step.late, states.length - 1));
    if (state === undefined) return this.openingFor(step);
    if (!isOpen(state) || step.action === 'note') return note(state);
    if (step.action === 'close') return closing(state);
    if (step.action === 'move') return moving(state, this.owners[step.owner] ?? customer());
    if (step.action === 'claim' && state.assignee === null) return claiming(state);
    return message(state, { name: step.name });
  }

  /** Every reason to refuse; it is stored only when there is none. */
  private refusals({ expectedSeq, conversation, events }: Append): readonly Refusal[] {
    const reasons: Refusal[] = [];
    const isLate = (this.events.get(conversation.id)?.length ?? 0) !== expectedSeq;
    if (isLate) reasons.push('taken');
    const slot = openSlot(conversation);
    const holder = slot === null ? undefined : this.openIn(slot);
    if (!isLate && holder !== undefined && holder !== conversation.id) reasons.push('slotTaken');
    if (events.some((event) => this.isRepeated(event, conversation.id, expectedSeq === 0))) {
      reasons.push('repeated');
    }
    return reasons;
  }

  private store({ conversation, events }: Append): void {
    const { id } = conversation;
    const append = <A>(all: ReadonlyMap<ConversationId, readonly A[]>, more: readonly A[]) =>
      new Map(all).set(id, [...(all.get(id) ?? []), ...more]);
    this.states = append(this.states, [conversation]);
    this.events = append(this.events, events);
  }

  openIn(slot: string): ConversationId | undefined {
    const states = [...this.states.values()].map((all) => all.at(-1));
    return states.find((state) => state !== undefined && openSlot(state) === slot)?.id;
  }

  /** Every slot that was ever held. */
  slots(): ReadonlySet<string> {
    return new Set([...this.states.values()].flat().flatMap((state) => openSlot(state) ?? []));
  }

  /** Half of them in a channel with one place for an owner. */
  private openingFor({ target, owner, name }: Step): Append {
    const append = opening({
      owner: this.owners[owner] ?? customer(),
      channel: target % 2 === 0 ? SINGLE_OPEN : SHARED,
      name,
    });
    this.targets.set(target, append);
    return append;
  }

  private isRepeated(event: ConversationEvent, id: ConversationId, opens: boolean): boolean {
    const isSame = (other: ConversationEvent | undefined): boolean =>
      other?.type === 'messagePosted' &&
      event.type === 'messagePosted' &&
      other.kind !== 'auth_code' &&
      event.kind !== 'auth_code' &&
      event.clientMessageId !== undefined &&
      other.clientMessageId === event.clientMessageId &&
      senderKey(other.sender) === senderKey(event.sender);
    const own = this.events.get(id) ?? [];
    return own.some(isSame) || (opens && [...this.events.values()].some((all) => isSame(all[1])));
  }
}

/** Its owners are met in no other run, so that runs may share one store. */
export const modelOf = (run: number): LogModel =>
  new LogModel([customer(`alice-${run}`), customer(`bob-${run}`)]);
