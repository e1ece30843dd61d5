import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import { type Staff, writesAsClient } from '../../domain/actor.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import { messageName } from '../../domain/message-name.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import { type ConversationLog, MAX_APPEND } from '../ports/conversation-log.js';
import type { ReadMarks } from '../ports/read-marks.js';
import type { Store } from '../ports/store.js';
import { ahead } from './ahead.js';
import { type Outlined, outlineOf } from './outline.js';
import type { TransferRecord } from './transfer-record.js';

export interface ExportDeps extends Pick<Store, 'log' | 'feed' | 'agents' | 'reads'> {
  /** Is told now and then how many events have been counted; nothing is written yet. */
  readonly onCounted: (events: number) => void;
}

/** Events of one conversation that are read together: the first are all that may have opened it. */
const PAGE = MAX_APPEND.events;

/** Conversations whose first events are read while those before them are written. */
const AHEAD = 16;

const STAFF_PAGE = 500;

/** Events whose marks are counted together. */
const MARKS_PAGE = 2_000;

const byId = (one: Staff, other: Staff): number => (one.id < other.id ? -1 : 1);

const everybody = async (
  agents: AgentDirectory,
): Promise<Either<Unavailable, readonly Staff[]>> => {
  const all: Staff[] = [];
  for (;;) {
    const page = await agents.list(all.at(-1)?.id ?? null, STAFF_PAGE)();
    if (isLeft(page)) return page;
    all.push(...page.right);
    if (page.right.length < STAFF_PAGE) return right(all.sort(byId));
  }
};

/** At least one, as long as there are any: what has been appended can be read. */
const eventsAfter = async (
  log: ConversationLog,
  { id, events }: Outlined,
  seq: number,
): Promise<Either<Unavailable, readonly ConversationEvent[]>> => {
  const page = await log.read(id, seq, Math.min(PAGE, events - seq))();
  if (!isLeft(page) && page.right[0]?.seq !== seq + 1) {
    throw new Error(`the log of ${id} has no event ${seq + 1}`);
  }
  return page;
};

/** Which messages have been read by now; the marks of more, which come while it is written, are not in the export. */
const readBy = async (
  reads: ReadMarks,
  { id, events }: Outlined,
): Promise<Either<Unavailable, ReadonlySet<number>>> => {
  const seqs = new Set<number>();
  for (let first = 1; first <= events; first += MARKS_PAGE) {
    const last = Math.min(events, first + MARKS_PAGE - 1);
    const marks = await reads.within(id, first, last)();
    if (isLeft(marks)) return marks;
    for (const { seq } of marks.right) seqs.add(seq);
  }
  return right(seqs);
};

/** Events that follow each other, each with its mark behind it. */
const recordsOf = async (
  reads: ReadMarks,
  { outlined: { id }, read }: Begun,
  events: readonly ConversationEvent[],
): Promise<Either<Unavailable, readonly TransferRecord[]>> => {
  const records = events.map((event) => ({ kind: 'event', event }) as const);
  if (read.size === 0) return right(records);
  const marks = await reads.within(id, events.at(0)?.seq ?? 0, events.at(-1)?.seq ?? 0)();
  if (isLeft(marks)) return marks;
  const known = marks.right.filter(({ seq }) => read.has(seq));
  const markOf = new Map(known.map(({ seq, by, at }) => [seq, { seq, by, at }]));
  return right(
    records.flatMap((record): readonly TransferRecord[] => {
      const mark = markOf.get(record.event.seq);
      return mark === undefined ? [record] : [record, { kind: 'read', read: mark }];
    }),
  );
};

/** A client has one in the append that opens his conversation alone. */
const isOpenersTicket = (event: ConversationEvent): boolean =>
  event.type === 'ticketOpened' && writesAsClient(event.by);

/** How many of the first events opened it, as a ticket and the names of their messages tell, and the order of a log. */
const openingOf = async (
  log: ConversationLog,
  { id }: Outlined,
  events: readonly ConversationEvent[],
): Promise<Either<Unavailable, number>> => {
  let count = 1;
  for (const event of events) {
    if (isOpenersTicket(event)) count = event.seq;
    const name = messageName(event);
    if (name === null) continue;
    const opened = await log.findOpening(name.sender, name.clientMessageId)();
    if (isLeft(opened)) return opened;
    if (!isSome(opened.right) || opened.right.value !== id) break;
    count = event.seq;
  }
  return right(count);
};

interface Begun {
  readonly outlined: Outlined;
  readonly opening: number;
  readonly events: readonly ConversationEvent[];
  /** Of the messages that have been read. */
  readonly read: ReadonlySet<number>;
}

const begin = async (
  { log, reads }: Pick<Store, 'log' | 'reads'>,
  outlined: Outlined,
): Promise<Either<Unavailable, Begun>> => {
  const events = await eventsAfter(log, outlined, 0);
  if (isLeft(events)) return events;
  const opening = await openingOf(log, outlined, events.right);
  if (isLeft(opening)) return opening;
  const read = await readBy(reads, outlined);
  if (isLeft(read)) return read;
  return right({ outlined, opening: opening.right, events: events.right, read: read.right });
};

/**
 * All that a store holds at one moment, in an order that is the same for the same data in every store. Ends
 * with the first Left. Whoever else reads or writes meanwhile is not held up.
 */
export async function* exportRecords({
  log,
  feed,
  agents,
  reads,
  onCounted,
}: ExportDeps): AsyncGenerator<Either<Unavailable, TransferRecord>> {
  const outline = await outlineOf(feed, onCounted);
  if (isLeft(outline)) {
    yield outline;
    return;
  }
  // After the conversations: whoever acts in one was remembered before.
  const staff = await everybody(agents);
  if (isLeft(staff)) {
    yield staff;
    return;
  }
  const { conversations, events, messages } = outline.right;
  yield right({
    kind: 'header',
    header: {
      staff: staff.right.length,
      conversations: conversations.length,
      events,
      messages,
      lastNumber: conversations.reduce((last, { number }) => Math.max(last, number), 0),
    },
  });
  for (const one of staff.right) yield right({ kind: 'staff', staff: one });

  for await (const begun of ahead(conversations, AHEAD, (one) => begin({ log, reads }, one))) {
    if (isLeft(begun)) {
      yield left(begun.left);
      return;
    }
    const { outlined, opening, read } = begun.right;
    const head = { ...outlined, opening, reads: read.size };
    yield right({ kind: 'conversation', conversation: head });
    let page = begun.right.events;
    let seq = 0;
    for (;;) {
      const records = await recordsOf(reads, begun.right, page);
      if (isLeft(records)) {
        yield left(records.left);
        return;
      }
      yield* records.right.map(right);
      seq += page.length;
      if (seq === outlined.events) break;
      const next = await eventsAfter(log, outlined, seq);
      if (isLeft(next)) {
        yield left(next.left);
        return;
      }
      page = next.right;
    }
  }
}
