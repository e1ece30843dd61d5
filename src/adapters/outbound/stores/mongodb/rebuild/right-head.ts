import { isDeepStrictEqual } from 'node:util';
import type { Projection } from '../../../../../application/ports/rebuild.js';
import { type Conversation, openSlot, ownerKey } from '../../../../../domain/conversation.js';
import { STATE_VERSION } from '../../../../../domain/evolve.js';
import { searchKeys } from '../../../../../domain/search.js';
import { openingsOf, slotKey } from '../append-job.js';
import type { Head, Named } from '../documents.js';
import { keyOf } from '../keys.js';
import { listingOf } from '../listings.js';
import { ticketFields } from '../ticket-fields.js';
import type { StoredLog } from './right-entries.js';

/** Of which projection each field of a conversation's document is; the others are of the log and the feed. */
export const FIELDS = {
  number: 'states',
  lastSeq: 'states',
  expects: 'states',
  state: 'states',
  stateVersion: 'states',
  owner: 'lists',
  updatedAt: 'lists',
  department: 'lists',
  status: 'lists',
  type: 'lists',
  activity: 'lists',
  isAssigned: 'lists',
  assigned: 'lists',
  hiddenUntil: 'lists',
  slot: 'slots',
  openings: 'history',
  names: 'history',
  tail: 'history',
  archived: 'history',
  archivedAt: 'history',
  tickets: 'tickets',
  ticketPlace: 'tickets',
  searchKeys: 'search',
} as const satisfies Readonly<Partial<Record<keyof Head, Projection>>>;

type Field = keyof typeof FIELDS;

const NAMES = Object.keys(FIELDS) as readonly Field[];

/** No two documents may bear the same of these. */
export const UNIQUE: readonly Field[] = ['slot', 'tickets', 'openings', 'number'];

export type RightHead = Pick<Head, Field>;

/** Which events are in buckets alone: what a document says of that holds where nothing is missing from it. */
const archivedIn = ({ archived, archivedAt, tail }: Head, inBuckets: number, lastSeq: number) => {
  const first = tail[0]?.s ?? lastSeq + 1;
  return archived <= inBuckets && archived >= first - 1
    ? { archived, archivedAt }
    : { archived: first - 1, archivedAt: lastSeq };
};

/** Those in the tail, and those of the ones that left it which are still kept. */
const namesIn = (found: Head, { entries }: StoredLog, archived: number): readonly Named[] => {
  const all = entries.flatMap(({ s, n }) => (n === undefined ? [] : [{ s, n }]));
  const kept = all.filter(
    ({ s, n }) => s <= archived && found.names.some((one) => one.s === s && one.n === n),
  );
  return [...kept, ...all.filter(({ s }) => s > archived)];
};

/** What a conversation's document says, as it follows from its log. */
export const rightHead = (
  found: Head,
  log: StoredLog,
  conversation: Conversation,
  inBuckets: number,
): RightHead => {
  const { entries, events } = log;
  const { lastSeq, number, updatedAt } = conversation;
  const slot = openSlot(conversation);
  const moved = archivedIn(found, inBuckets, lastSeq);
  const opened = entries.filter(({ t }) => t.equals(entries[0]?.t ?? '')).length;
  const openings = openingsOf({ events: events.slice(0, opened) });
  const first = found.tail[0]?.s ?? lastSeq + 1;
  return {
    number,
    lastSeq,
    expects: lastSeq,
    state: JSON.stringify(conversation),
    stateVersion: STATE_VERSION,
    owner: keyOf(ownerKey(conversation.owner)),
    updatedAt,
    ...listingOf(conversation).set,
    ...(slot === null ? {} : { slot: slotKey(slot) }),
    ...(openings.length === 0 ? {} : { openings }),
    names: namesIn(found, log, moved.archived),
    tail: entries.filter(({ s }) => s >= first),
    ...moved,
    ...ticketFields({ events }),
    searchKeys: [...searchKeys(conversation)],
  };
};

const parsed = (state: unknown): unknown => {
  try {
    return JSON.parse(String(state));
  } catch {
    return null;
  }
};

const isSame = (field: Field, found: unknown, right: unknown): boolean =>
  isDeepStrictEqual(found, right) ||
  (field === 'state' && isDeepStrictEqual(parsed(found), parsed(right)));

/** Fields that do not say what follows from the log. */
export const wrongFields = (found: Head, right: RightHead): readonly Field[] =>
  NAMES.filter((field) => !isSame(field, found[field], right[field]));
