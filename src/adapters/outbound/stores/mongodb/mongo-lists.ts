import type { Filter } from 'mongodb';
import type { Page, Stretch } from '../../../../application/ports/conversation-queries.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { Instant } from '../../../../domain/ids.js';
import { type Activity, byLatestActivity, type ListFilter } from '../../../../domain/listing.js';
import type { ConversationType } from '../../../../domain/vocabulary.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';
import { STATE_FIELDS, type StoredState, storedStates } from './stored-states.js';

const TYPES: readonly ConversationType[] = ['general', 'onboarding', 'call_request'];

type Place = Pick<Head, '_id' | 'updatedAt' | 'number'>;
type Conditions = Filter<Head>;

type Listed = (
  viewer: Staff,
  filter: ListFilter,
  stretch: Stretch,
  now: Instant,
) => Promise<Page<Conversation>>;

interface Part {
  /** Which has it in the order of the list. By itself the server may choose others, and sort what it finds. */
  readonly index: 'listed' | 'departments' | 'assigned';
  readonly whose: Conditions;
}

/** Departments of one part: the server merges at most 200 stretches of an index in order, and each has six. */
const TOGETHER = 32;

/** What somebody sees, in parts that have nothing in common. */
const visibleTo = (viewer: Staff): readonly Part[] => {
  if (viewer.kind === 'admin') return [{ index: 'listed', whose: {} }];
  const own = [...new Set(viewer.departments)].map((department) => keyOf(department));
  const all = [null, ...own];
  const parts: Part[] = [];
  for (let first = 0; first < all.length; first += TOGETHER) {
    const department = { $in: all.slice(first, first + TOGETHER) };
    parts.push({ index: 'departments', whose: { department } });
  }
  const whose = { assigned: keyOf(viewer.id), department: { $nin: own } };
  return [...parts, { index: 'assigned', whose }];
};

/** Named in full where any will do, so that the server reads its index in the order of the list. */
const kindOf = ({ status, type }: ListFilter): Conditions => ({
  open: { $in: status === null ? [true, false] : [status === 'open'] },
  type: { $in: type === null ? [...TYPES] : [type] },
});

interface Span {
  readonly where: Conditions;
  readonly sort: Readonly<Record<string, -1>>;
}

const latestFirst = { updatedAt: -1, number: -1 } as const;

interface Look {
  readonly kind: Conditions;
  readonly now: Instant;
  readonly most: number;
}

/** What follows a place, in spans of which an index has each as it is: an `$or` of the two the server would sort. */
const behind = (after: Activity | null): readonly Span[] =>
  after === null
    ? [{ where: {}, sort: latestFirst }]
    : [
        {
          where: { updatedAt: after.updatedAt, number: { $lt: after.number } },
          sort: { number: -1 },
        },
        { where: { updatedAt: { $lt: after.updatedAt } }, sort: latestFirst },
      ];

export const mongoLists = (database: MongoDatabase): Listed => {
  const { heads } = database;
  const stateOf = storedStates(database);

  const placesOf = (
    { index, whose }: Part,
    { where, sort }: Span,
    { kind, now, most }: Look,
  ): Promise<Place[]> =>
    heads
      .find<Place>(
        { ...whose, ...kind, ...where, hiddenUntil: { $not: { $gt: now } } },
        { projection: { updatedAt: 1, number: 1 }, hint: index },
      )
      .sort(sort)
      .limit(most)
      .toArray();

  /** One that has gone since it was found is left out; none ever goes. */
  const statesOf = async (places: readonly Place[]): Promise<readonly Conversation[]> => {
    const ids = places.map(({ _id }) => _id);
    const found = await heads
      .find<StoredState>({ _id: { $in: ids } }, { projection: STATE_FIELDS })
      .toArray();
    const states = new Map(found.map((stored) => [stored._id, stored]));
    return Promise.all(ids.flatMap((id) => states.get(id) ?? []).map(stateOf));
  };

  const countOf = async (parts: readonly Conditions[]): Promise<number> => {
    const counts = await Promise.all(parts.map((part) => heads.countDocuments(part)));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  return async (viewer, filter, { after, skip, limit }, now) => {
    const parts = visibleTo(viewer);
    const kind = kindOf(filter);
    const kinds = parts.map(({ whose }) => ({ ...whose, ...kind }));
    const spans = behind(after);
    const most = skip + limit;
    const counted = countOf(kinds);
    // Nothing is read of a page that is past the end.
    const read = skip > 0 && skip >= (await counted) ? [] : parts;
    const [all, notYet, ...found] = await Promise.all([
      counted,
      countOf(kinds.map((one) => ({ ...one, hiddenUntil: { $gt: now } }))),
      ...read.flatMap((part) => spans.map((span) => placesOf(part, span, { kind, now, most }))),
    ]);
    const chosen = found.flat().sort(byLatestActivity).slice(skip, most);
    return { items: await statesOf(chosen), total: all - notYet };
  };
};
