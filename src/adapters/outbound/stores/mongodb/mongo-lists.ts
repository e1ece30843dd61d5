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

/** What somebody sees, in parts that have nothing in common: each is of one index. */
const visibleTo = (viewer: Staff): readonly Conditions[] => {
  if (viewer.kind === 'admin') return [{}];
  const own = viewer.departments.map((department) => keyOf(department));
  return [
    { department: { $in: [null, ...own] } },
    { assigned: keyOf(viewer.id), department: { $nin: own } },
  ];
};

/** Named in full where any will do, so that the server reads its index in the order of the list. */
const kindOf = ({ status, type }: ListFilter): Conditions => ({
  open: { $in: status === null ? [true, false] : [status === 'open'] },
  type: { $in: type === null ? [...TYPES] : [type] },
});

const behind = (after: Activity | null): Conditions =>
  after === null
    ? {}
    : {
        updatedAt: { $lte: after.updatedAt },
        $or: [{ updatedAt: { $lt: after.updatedAt } }, { number: { $lt: after.number } }],
      };

export const mongoLists = (database: MongoDatabase): Listed => {
  const { heads } = database;
  const stateOf = storedStates(database);

  const placesOf = (conditions: Conditions, most: number): Promise<Place[]> =>
    heads
      .find<Place>(conditions, { projection: { updatedAt: 1, number: 1 } })
      .sort({ updatedAt: -1, number: -1 })
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
    const kind = kindOf(filter);
    const parts = visibleTo(viewer).map((whose) => ({ ...whose, ...kind }));
    const hidden = parts.map((part) => ({ ...part, hiddenUntil: { $gt: now } }));
    const shown = parts.map((part) => ({
      ...part,
      ...behind(after),
      hiddenUntil: { $not: { $gt: now } },
    }));
    const [all, notYet, ...found] = await Promise.all([
      countOf(parts),
      countOf(hidden),
      ...shown.map((part) => placesOf(part, skip + limit)),
    ]);
    const chosen = found
      .flat()
      .sort(byLatestActivity)
      .slice(skip, skip + limit);
    return { items: await statesOf(chosen), total: all - notYet };
  };
};
