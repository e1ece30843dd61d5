import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import { BUCKET } from './buckets.js';
import type { Entry, Head } from './documents.js';
import { parseEvent } from './entries.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';
import { mongoLists } from './mongo-lists.js';
import { mongoOpenAssigned } from './mongo-open-assigned.js';
import { STATE_FIELDS, type StoredState, storedStates } from './stored-states.js';

const placesIn = (first: number, end: number) => ({
  $filter: {
    input: '$tail',
    cond: { $and: [{ $gte: ['$$this.p', first] }, { $lt: ['$$this.p', end] }] },
  },
});

export const mongoConversationQueries = (database: MongoDatabase): ConversationQueries => {
  const { heads, buckets, persist } = database;
  const stateOf = storedStates(database);
  const listed = mongoLists(database);
  const openAssigned = mongoOpenAssigned(database);

  /** The conversation's document first: what it has let go by then is in the buckets. */
  const messages = async (id: string, first: number, end: number): Promise<readonly Entry[]> => {
    const head = await heads.findOne<Pick<Head, 'archived' | 'tail'>>(
      { _id: { $eq: id } },
      { projection: { archived: 1, tail: placesIn(first, end) } },
    );
    const recent = head?.tail ?? [];
    if (head === null || head.archived === 0 || recent[0]?.p === first) return recent;
    const old = await buckets
      .find({
        conversation: { $eq: id },
        // The last of them may end as far behind the end as a bucket is long.
        place: { $gte: first, $lt: end + BUCKET },
        before: { $lt: end - 1 },
      })
      .sort({ conversation: 1, place: 1 })
      .toArray();
    const early = old
      .flatMap(({ entries }) => entries)
      .filter(({ s, p = 0 }) => s <= head.archived && p >= first && p < end);
    return [...early, ...recent];
  };

  return {
    owned: (owner, { page, limit }) =>
      persist(async () => {
        const filter = { owner: keyOf(owner) };
        const listed = heads
          .find<StoredState>(filter, { projection: STATE_FIELDS })
          .sort({ updatedAt: -1, number: -1 })
          .skip((page - 1) * limit)
          .limit(limit)
          .toArray();
        const [states, total] = await Promise.all([listed, heads.countDocuments(filter)]);
        return { items: await Promise.all(states.map(stateOf)), total };
      }),

    listed: (viewer, filter, stretch, now) => persist(() => listed(viewer, filter, stretch, now)),

    openAssigned: (ids) => persist(() => openAssigned(ids)),

    messages: (id, first, count) =>
      persist(async () => {
        const entries = await messages(id, first, first + count);
        return entries.map((entry) => parseEvent(id)(entry) as MessagePosted);
      }),
  };
};
