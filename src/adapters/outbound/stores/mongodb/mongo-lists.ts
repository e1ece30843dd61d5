import type { Filter } from 'mongodb';
import type { Page, Stretch } from '../../../../application/ports/conversation-queries.js';
import type { Staff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { Instant } from '../../../../domain/ids.js';
import type { Activity, ListFilter } from '../../../../domain/listing.js';
import { CONVERSATION_TYPES } from '../../../../domain/vocabulary.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';
import { activityKey } from './listings.js';
import type { MongoDatabase } from './mongo-database.js';
import { STATE_FIELDS, type StoredState, storedStates } from './stored-states.js';

type Place = Pick<Head, '_id' | 'activity'>;
type Conditions = Filter<Head>;

type Listed = (
  viewer: Staff,
  filter: ListFilter,
  stretch: Stretch,
  now: Instant,
) => Promise<Page<Conversation>>;

/** What one index leads to: by themselves the server's plans change with what is stored. */
interface Part {
  readonly hint: 'listed' | 'departments' | 'assigned';
  readonly whose: Conditions;
}

/** Departments of one part: the server merges at most 200 stretches of an index in order, and each has six. */
const TOGETHER = 32;

/** What somebody sees, in parts that have nothing in common. */
const visibleTo = (viewer: Staff): readonly Part[] => {
  if (viewer.kind === 'admin') return [{ hint: 'listed', whose: {} }];
  const own = [...new Set(viewer.departments)].map((department) => keyOf(department));
  const all = [null, ...own];
  const parts: Part[] = [];
  for (let first = 0; first < all.length; first += TOGETHER) {
    const department = { $in: all.slice(first, first + TOGETHER) };
    parts.push({ hint: 'departments', whose: { department } });
  }
  const whose = { assigned: keyOf(viewer.id), department: { $nin: own } };
  return [...parts, { hint: 'assigned', whose }];
};

/** Named in full where any will do, so that the server reads its index in the order of the list. */
const kindOf = ({ status, type }: ListFilter): Conditions => ({
  open: { $in: status === null ? [true, false] : [status === 'open'] },
  type: { $in: type === null ? [...CONVERSATION_TYPES] : [type] },
});

const behind = (after: Activity | null): Conditions =>
  after === null ? {} : { activity: { $lt: activityKey(after) } };

const latestFirst = (a: Place, b: Place): number => (a.activity < b.activity ? 1 : -1);

export const mongoLists = (database: MongoDatabase): Listed => {
  const { heads } = database;
  const stateOf = storedStates(database);

  const placesOf = (hint: Part['hint'], conditions: Conditions, most: number): Promise<Place[]> =>
    heads
      .find<Place>(conditions, { projection: { activity: 1 }, hint })
      .sort({ activity: -1 })
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

  const sumOf = async (counts: readonly Promise<number>[]): Promise<number> =>
    (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);

  return async (viewer, filter, { after, skip, limit }, now) => {
    const kind = kindOf(filter);
    const parts = visibleTo(viewer);
    const counted = sumOf(
      parts.map(({ hint, whose }) => heads.countDocuments({ ...whose, ...kind }, { hint })),
    );
    const hidden = sumOf(
      parts.map(({ whose }) =>
        heads.countDocuments({ ...whose, ...kind, hiddenUntil: { $gt: now } }, { hint: 'hidden' }),
      ),
    );
    // Nothing is read of a page that is past the end.
    const read = skip > 0 && skip >= (await counted) ? [] : parts;
    const listing = read.map(({ hint, whose }) => {
      const shown = { ...whose, ...kind, ...behind(after), hiddenUntil: { $not: { $gt: now } } };
      return placesOf(hint, shown, skip + limit);
    });
    const [total, notYet, ...found] = await Promise.all([counted, hidden, ...listing]);
    const chosen = found
      .flat()
      .sort(latestFirst)
      .slice(skip, skip + limit);
    return { items: await statesOf(chosen), total: total - notYet };
  };
};
