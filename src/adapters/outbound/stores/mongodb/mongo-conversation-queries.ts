import type { Filter } from 'mongodb';
import type {
  ConversationQueries,
  Page,
  PageRequest,
} from '../../../../application/ports/conversation-queries.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import { BUCKET } from './buckets.js';
import type { Entry, Head } from './documents.js';
import { parseEvent } from './entries.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';
import { mongoLists } from './mongo-lists.js';
import { mongoOpenAssigned } from './mongo-open-assigned.js';
import { mongoSearch } from './mongo-search.js';
import { mongoTallies } from './mongo-tallies.js';
import { STATE_FIELDS, type StoredState, storedStates } from './stored-states.js';
import type { TallyCounter } from './tally-counter.js';

const placesIn = (first: number, end: number) => ({
  $filter: {
    input: '$tail',
    cond: { $and: [{ $gte: ['$$this.p', first] }, { $lt: ['$$this.p', end] }] },
  },
});

export const mongoConversationQueries = (
  database: MongoDatabase,
  counter: TallyCounter,
): ConversationQueries => {
  const { heads, buckets, persist, inTime } = database;
  const stateOf = storedStates(database);
  const listed = mongoLists(database);
  const searched = mongoSearch(database);
  const tallies = mongoTallies(database, counter);
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

  const pageOf = async (
    hint: 'owned' | 'ownedTickets',
    filter: Filter<Head>,
    { page, limit }: PageRequest,
  ): Promise<Page<Conversation>> => {
    const found = heads
      .find<StoredState>(filter, { projection: STATE_FIELDS, hint })
      .sort({ updatedAt: -1, number: -1 })
      .skip((page - 1) * limit)
      .limit(limit)
      .toArray();
    const [states, total] = await Promise.all([found, heads.countDocuments(filter, { hint })]);
    return { items: await Promise.all(states.map(stateOf)), total };
  };

  return {
    owned: (owner, page) => persist(() => pageOf('owned', { owner: keyOf(owner) }, page)),

    // Any place will do, and the index tells it without the document.
    ownedTickets: (owner, page) =>
      persist(() =>
        pageOf('ownedTickets', { owner: keyOf(owner), ticketPlace: { $gte: '' } }, page),
      ),

    listed: (viewer, filter, stretch, now) =>
      persist(() => (filter.search === null ? listed : searched)(viewer, filter, stretch, now)),

    tallies: (viewer, since, now) => () => inTime(tallies(viewer, since, now)),

    openAssigned: (ids) => persist(() => openAssigned(ids)),

    messages: (id, first, count) =>
      persist(async () => {
        const entries = await messages(id, first, first + count);
        return entries.map((entry) => parseEvent(id)(entry) as MessagePosted);
      }),
  };
};
