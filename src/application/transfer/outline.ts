import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { openSlot } from '../../domain/conversation.js';
import { evolve } from '../../domain/evolve.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import { LOG_START, type LogEntry, type LogFeed } from '../ports/log-feed.js';
import type { ConversationHead } from './transfer-record.js';

export type Outlined = Pick<ConversationHead, 'id' | 'number' | 'events'>;

/** All that had been appended at one moment; since logs only grow, it can be read at any time. */
export interface Outline {
  /** In the order of an export. */
  readonly conversations: readonly Outlined[];
  readonly events: number;
  readonly messages: number;
}

interface Known {
  readonly id: ConversationId;
  readonly number: number;
  events: number;
  isClosed: boolean;
  /** While it is open. */
  slot: string | null;
}

const byGroupAndNumber = (one: Known, other: Known): number =>
  Number(other.isClosed) - Number(one.isClosed) || one.number - other.number;

/** Grows with the feed; holds a few words for each conversation. */
class GrowingOutline {
  private readonly known = new Map<ConversationId, Known>();
  private readonly holders = new Map<string, number>();
  /** Slots that two conversations hold: the feed has shown an opening, and not yet the closing before it. */
  private doubled = 0;
  private messages = 0;
  events = 0;

  get isConsistent(): boolean {
    return this.doubled === 0;
  }

  add({ conversationId: id, event }: LogEntry): void {
    this.events += 1;
    if (event.type === 'messagePosted') this.messages += 1;
    if (event.type === 'opened') {
      const slot = openSlot(evolve(undefined, event));
      this.known.set(id, { id, number: event.number, events: 1, isClosed: false, slot });
      if (slot !== null) this.hold(slot, 1);
      return;
    }
    const one = this.known.get(id);
    if (one === undefined) throw new Error(`the feed shows ${id} before it was opened`);
    one.events = event.seq;
    if (event.type !== 'closed') return;
    one.isClosed = true;
    if (one.slot !== null) this.hold(one.slot, -1);
    one.slot = null;
  }

  end(): Outline {
    const conversations = [...this.known.values()]
      .sort(byGroupAndNumber)
      .map(({ id, number, events }) => ({ id, number, events }));
    return { conversations, events: this.events, messages: this.messages };
  }

  private hold(slot: string, more: 1 | -1): void {
    const before = this.holders.get(slot) ?? 0;
    const after = before + more;
    this.doubled += Number(after > 1) - Number(before > 1);
    if (after === 0) this.holders.delete(slot);
    else this.holders.set(slot, after);
  }
}

/** Entries that are read together. */
const PAGE = 500;

/** Times that one who is at the end waits for what the feed shows late. */
const LOOKS = 1_000;

/**
 * Reads the feed to its end.
 * @param onEvents is told now and then how many events there are so far
 */
export const outlineOf = async (
  feed: LogFeed,
  onEvents: (events: number) => void,
): Promise<Either<Unavailable, Outline>> => {
  const outline = new GrowingOutline();
  let position = LOG_START;
  let looks = 0;
  for (;;) {
    const page = await feed.after(position, PAGE)();
    if (isLeft(page)) return page;
    for (const entry of page.right) outline.add(entry);
    position = page.right.at(-1)?.position ?? position;
    onEvents(outline.events);
    if (page.right.length === PAGE) continue;
    looks += 1;
    if (outline.isConsistent || looks === LOOKS) return right(outline.end());
  }
};
