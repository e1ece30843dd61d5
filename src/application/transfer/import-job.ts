import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome, toUndefined } from 'fp-ts/lib/Option.js';
import { type Conversation, openSlot } from '../../domain/conversation.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import { fold } from '../../domain/evolve.js';
import type { Unavailable } from '../../domain/failure.js';
import { messageName, nameKey } from '../../domain/message-name.js';
import { ticketKeys } from '../../domain/ticket.js';
import { type Append, type ConversationLog, MAX_APPEND } from '../ports/conversation-log.js';
import { canonicalJson } from './canonical-json.js';
import { eventBytes, NO_EVENTS } from './event-bytes.js';
import type { ImportRefused } from './transfer-failure.js';
import type { ConversationHead } from './transfer-record.js';

type Looked = Either<Unavailable | ImportRefused, void>;

/** Events that are read together, to be compared. */
const PAGE = 200;

const isSame = (one: ConversationEvent, other: ConversationEvent): boolean =>
  canonicalJson(one) === canonicalJson(other);

/** Events of one conversation that follow each other, on their way into a store. */
export class ImportJob {
  /** As it is stored, as far as is known here. */
  private state: Conversation | undefined;
  /** How many of the events are stored. */
  private stored = 0;

  constructor(
    readonly head: ConversationHead,
    readonly events: readonly ConversationEvent[],
  ) {}

  get isDone(): boolean {
    return this.stored === this.events.length;
  }

  /** Of the next event to be stored. */
  get seq(): number {
    return this.events[this.stored]?.seq ?? this.head.events;
  }

  /** The one that it holds in the store. */
  get slot(): string | null {
    return this.state === undefined ? null : openSlot(this.state);
  }

  /** Compares what is stored already with what comes, and goes on behind it. */
  async look(log: ConversationLog): Promise<Looked> {
    const found = await log.load(this.head.id)();
    if (isLeft(found)) return found;
    this.state = toUndefined(found.right);
    if (this.state === undefined) return this.lookForNumber(log);
    while (!this.isDone && this.seq <= this.state.lastSeq) {
      const page = await log.read(this.head.id, this.seq - 1, PAGE)();
      if (isLeft(page)) return page;
      if (page.right.length === 0) throw new Error(`the log of ${this.head.id} ends too early`);
      for (const event of page.right) {
        const own = this.events[this.stored];
        if (own === undefined) break;
        if (!isSame(own, event)) return left({ ...this.refused(), because: 'different' });
        this.stored += 1;
      }
    }
    return right(undefined);
  }

  /** As much as goes in at a time; the events that open a conversation go alone. */
  next(): Append {
    const { state } = this;
    const events = state === undefined ? this.events.slice(0, this.head.opening) : this.most();
    return { expectedSeq: state?.lastSeq ?? 0, events, conversation: fold(events, state) };
  }

  appended({ events, conversation }: Append): void {
    this.stored += events.length;
    this.state = conversation;
  }

  /** Why another open conversation is in the way. */
  async slotRefused(
    log: ConversationLog,
    slot: string | null,
  ): Promise<Either<Unavailable | ImportRefused, never>> {
    const holder = await log.findOpen(slot ?? '')();
    if (isLeft(holder)) return holder;
    const id = toUndefined(holder.right) ?? null;
    return left({ ...this.refused(), because: 'slot', holder: id });
  }

  /** Which message of the append bears a name that another one has. */
  async nameRefused(
    log: ConversationLog,
    { events }: Append,
  ): Promise<Either<Unavailable | ImportRefused, never>> {
    for (const event of events) {
      const name = messageName(event);
      if (name === null) continue;
      const { sender, clientMessageId } = name;
      const known = await log.findMessage(this.head.id, sender, clientMessageId)();
      if (isLeft(known)) return known;
      const opened = await log.findOpening(sender, clientMessageId)();
      if (isLeft(opened)) return opened;
      if (!isSome(known.right) && !isSome(opened.right)) continue;
      return left({ ...this.refused(), seq: event.seq, because: 'name' });
    }
    return left({ ...this.refused(), because: 'name' });
  }

  /** Whose ticket has the number, or the id, of the one that the append opens. */
  async ticketRefused(
    log: ConversationLog,
    { events }: Append,
  ): Promise<Either<Unavailable | ImportRefused, never>> {
    for (const event of events) {
      if (event.type !== 'ticketOpened') continue;
      for (const key of ticketKeys(event)) {
        const found = await log.loadByTicket(key)();
        if (isLeft(found)) return found;
        if (!isSome(found.right)) continue;
        const holder = found.right.value.id;
        return left({ ...this.refused(), seq: event.seq, because: 'ticket', holder });
      }
    }
    return left({ ...this.refused(), because: 'ticket', holder: null });
  }

  private async lookForNumber(log: ConversationLog): Promise<Looked> {
    if (this.seq > 1) throw new Error(`${this.head.id} has gone`);
    const other = await log.loadByNumber(this.head.number)();
    if (isLeft(other)) return other;
    if (!isSome(other.right)) return right(undefined);
    return left({ ...this.refused(), because: 'number', holder: other.right.value.id });
  }

  /** Two messages of one name are parted, so that the store sees the second for what it is. */
  private most(): readonly ConversationEvent[] {
    const names = new Set<string>();
    let bytes = NO_EVENTS;
    let end = this.stored;
    for (const event of this.events.slice(this.stored, this.stored + MAX_APPEND.events)) {
      const name = messageName(event);
      const key = name === null ? null : nameKey(name);
      bytes += eventBytes(event);
      if (bytes > MAX_APPEND.bytes || (key !== null && names.has(key))) break;
      if (key !== null) names.add(key);
      end += 1;
    }
    return this.events.slice(this.stored, end);
  }

  private refused() {
    return { kind: 'ImportRefused', conversationId: this.head.id, seq: this.seq } as const;
  }
}
