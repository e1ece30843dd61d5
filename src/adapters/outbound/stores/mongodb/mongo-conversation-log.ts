import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { fromNullable, none, type Option, some } from 'fp-ts/lib/Option.js';
import { checkAppend } from '../../../../application/check-append.js';
import type {
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { NamedEntry } from '../../../../domain/conversation-event.js';
import { type Unavailable, unavailable } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import { nameKey } from '../../../../domain/message-name.js';
import { slotKey } from './append-job.js';
import { CONVERSATION_COUNTER, raise, ticketCounter } from './counters.js';
import type { Entry, Head } from './documents.js';
import { nameIn, parseEvent } from './entries.js';
import { keyOf } from './keys.js';
import { mongoAppend } from './mongo-append.js';
import type { MongoDatabase } from './mongo-database.js';
import { numbers } from './numbers.js';
import { entriesIn } from './stored-entries.js';
import { STATE_FIELDS, type StoredState, storedStates } from './stored-states.js';
import type { TallyCounter } from './tally-counter.js';

type Answers = readonly Either<Unavailable, AppendOutcome>[];

/** Of one that failed with the store itself nothing is known, as of one that failed alone. */
const outcomesOf = (answers: Answers): Either<Unavailable, readonly AppendOutcome[]> =>
  answers.length > 0 && answers.every(isLeft)
    ? left(unavailable)
    : right(answers.map((one) => (isRight(one) ? one.right : { kind: 'unavailable' })));

const entriesNamed = (name: string) => ({
  $filter: { input: '$tail', cond: { $eq: ['$$this.n', name] } },
});

const idOf = (head: Pick<Head, '_id'> | null): Option<ConversationId> =>
  fromNullable(head?._id as ConversationId | undefined);

export const mongoConversationLog = (
  database: MongoDatabase,
  counter: TallyCounter,
): ConversationLog => {
  const { heads, buckets, counters, persist } = database;
  const append = mongoAppend(database, counter);
  const nextIn = numbers(database);
  const stateOf = storedStates(database);

  const load = async (
    filter:
      | { readonly _id: { $eq: string } }
      | { readonly number: { $eq: number } }
      | { readonly tickets: string },
  ): Promise<Option<Conversation>> => {
    const stored = await heads.findOne<StoredState>(filter, { projection: STATE_FIELDS });
    return stored === null ? none : some(await stateOf(stored));
  };

  /** The conversation's document first: what it has let go by then is in a bucket. */
  const named = async (id: ConversationId, name: string): Promise<Entry | undefined> => {
    const head = await heads.findOne<Pick<Head, 'archived' | 'tail'>>(
      { _id: { $eq: id } },
      { projection: { archived: 1, tail: entriesNamed(name) } },
    );
    const [recent] = head?.tail ?? [];
    if (head === null || recent !== undefined || head.archived === 0) return recent;
    const bucket = await buckets.findOne({ conversation: { $eq: id }, names: name });
    return bucket?.entries.find(({ n }) => n === name);
  };

  return {
    append: (batch) => async () => {
      batch.forEach(checkAppend);
      return outcomesOf(await Promise.all(batch.map(append)));
    },

    load: (id) => persist(() => load({ _id: { $eq: id } })),

    loadByNumber: (number) => persist(() => load({ number: { $eq: number } })),

    loadByTicket: (key) => persist(() => load({ tickets: keyOf(key) })),

    read: (id, after, limit) =>
      persist(async () =>
        (await entriesIn(database, { id, after, upTo: after + limit })).map(parseEvent(id)),
      ),

    findMessage: (id, sender, clientMessageId) =>
      persist(async () => {
        const entry = await named(id, nameIn(id, { sender, clientMessageId }));
        return entry === undefined ? none : some(parseEvent(id)(entry) as NamedEntry);
      }),

    findOpening: (sender, clientMessageId) =>
      persist(async () => {
        const openings = keyOf(nameKey({ sender, clientMessageId }));
        return idOf(await heads.findOne({ openings }, { projection: { _id: 1 } }));
      }),

    findOpen: (slot) =>
      persist(async () =>
        idOf(await heads.findOne({ slot: slotKey(slot) }, { projection: { _id: 1 } })),
      ),

    nextNumber: () => nextIn(CONVERSATION_COUNTER),

    skipNumbers: (upTo) => persist(() => raise(counters, CONVERSATION_COUNTER, upTo)),

    nextTicketSerial: (year) => nextIn(ticketCounter(year)),

    skipTicketSerials: (year, upTo) => persist(() => raise(counters, ticketCounter(year), upTo)),
  };
};
