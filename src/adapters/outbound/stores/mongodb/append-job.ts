import { type AnyBulkWriteOperation, ObjectId } from 'mongodb';
import type { Append } from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import { STATE_VERSION } from '../../../../domain/evolve.js';
import { messageName, nameKey } from '../../../../domain/message-name.js';
import { searchKeys } from '../../../../domain/search.js';
import type { Entry, Head, Named, Uncounted } from './documents.js';
import { entriesOf } from './entries.js';
import { keyOf } from './keys.js';
import { listingOf } from './listings.js';
import { ticketFields } from './ticket-fields.js';
import { uncountedOf } from './uncounted.js';

/** An append on its way into the database. */
export interface AppendJob {
  readonly append: Append;
  /** Kept with its events: by this it is known again when its answer was lost. */
  readonly token: ObjectId;
  readonly entries: readonly Entry[];
  readonly names: readonly Named[];
  readonly uncounted: readonly Uncounted[];
  /** The state after it, in JSON. */
  readonly state: string;
  /** Of the events in JSON. */
  readonly bytes: number;
  /** By `performance.now()`: from then on nobody waits for it. */
  readonly giveUpAt: number;
}

export const jobOf = (append: Append, giveUpAt: number): AppendJob => {
  const token = new ObjectId();
  const entries = entriesOf(append, token);
  return {
    append,
    token,
    entries,
    names: entries.flatMap(({ s, n }) => (n === undefined ? [] : [{ s, n }])),
    uncounted: uncountedOf(append),
    state: JSON.stringify(append.conversation),
    bytes: entries.reduce((sum, { e }) => sum + Buffer.byteLength(e), 0),
    giveUpAt,
  };
};

export const isOpening = ({ append }: AppendJob): boolean => append.expectedSeq === 0;

export const slotKey = (slot: string): string => keyOf(slot);

/** Of the events that opened a conversation: keys of their names, which are their senders' over all conversations. */
export const openingsOf = ({ events }: Pick<Append, 'events'>): readonly string[] =>
  events.flatMap((event) => {
    const name = messageName(event);
    return name === null ? [] : [keyOf(nameKey(name))];
  });

const insertOf = ({
  append,
  entries,
  names,
  uncounted,
  state,
}: AppendJob): AnyBulkWriteOperation<Head> => {
  const { conversation } = append;
  const { id, number, lastSeq, updatedAt } = conversation;
  const slot = openSlot(conversation);
  const { set } = listingOf(conversation);
  const openings = openingsOf(append);
  const document = {
    _id: id,
    number,
    owner: keyOf(ownerKey(conversation.owner)),
    ...(slot === null ? {} : { slot: slotKey(slot) }),
    ...(openings.length === 0 ? {} : { openings }),
    ...ticketFields(append),
    searchKeys: [...searchKeys(conversation)],
    ...(uncounted.length === 0 ? {} : { uncounted }),
    ...set,
    updatedAt,
    lastSeq,
    expects: lastSeq,
    names,
    state,
    stateVersion: STATE_VERSION,
    archived: 0,
    archivedAt: 0,
    tail: entries,
    fed: 0,
    unfed: updatedAt,
  };
  return { insertOne: { document } };
};

/**
 * Found by its id alone, which spares the server a plan; the collection's validator refuses, for each by
 * itself, what was decided on another `seq` or bears a name that is there. Owner and slot are always set:
 * where they are what they were, no index is touched. So is what lists are found by. What a search finds it by changes
 * with the opening of a ticket alone.
 */
const changeOf = ({
  append,
  entries,
  names,
  uncounted,
  state,
}: AppendJob): AnyBulkWriteOperation<Head> => {
  const { conversation, expectedSeq } = append;
  const { id, lastSeq, updatedAt } = conversation;
  const slot = openSlot(conversation);
  const listing = listingOf(conversation);
  const ticket = ticketFields(append);
  const after = {
    ...listing.set,
    ...ticket,
    ...(ticket.tickets === undefined ? {} : { searchKeys: [...searchKeys(conversation)] }),
    expects: lastSeq,
    updatedAt,
    owner: keyOf(ownerKey(conversation.owner)),
    state,
    stateVersion: STATE_VERSION,
  };
  return {
    updateOne: {
      filter: { _id: { $eq: id } },
      update: {
        $inc: { lastSeq: lastSeq - expectedSeq },
        $push: {
          tail: { $each: [...entries] },
          ...(names.length === 0 ? {} : { names: { $each: [...names] } }),
          ...(uncounted.length === 0 ? {} : { uncounted: { $each: [...uncounted] } }),
        },
        $min: { unfed: updatedAt },
        $set: slot === null ? after : { ...after, slot: slotKey(slot) },
        $unset: slot === null ? { ...listing.unset, slot: '' } : listing.unset,
      },
    },
  };
};

export const writeOf = (job: AppendJob): AnyBulkWriteOperation<Head> =>
  isOpening(job) ? insertOf(job) : changeOf(job);
