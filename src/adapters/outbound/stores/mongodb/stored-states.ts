import type { Conversation } from '../../../../domain/conversation.js';
import { fold, knownState } from '../../../../domain/evolve.js';
import { parseStored } from '../common/parse-stored.js';
import type { Head } from './documents.js';
import { parseEvent } from './entries.js';
import type { MongoDatabase } from './mongo-database.js';
import { entriesIn } from './stored-entries.js';

/** What a state is read from. */
export const STATE_FIELDS = { state: 1, stateVersion: 1 } as const;

export type StoredState = Pick<Head, '_id' | 'state' | 'stateVersion'>;

type StoredIn = Pick<MongoDatabase, 'heads' | 'buckets'>;

/** Reads a state as it was stored; one of another version may have to be folded anew from its log. */
export const storedStates = (
  collections: StoredIn,
): ((stored: StoredState) => Promise<Conversation>) => {
  const foldAnew = async (id: string): Promise<Conversation> => {
    const entries = await entriesIn(collections, { id, after: 0, upTo: Number.MAX_SAFE_INTEGER });
    return fold(entries.map(parseEvent(id)));
  };
  return async ({ _id, state, stateVersion }) =>
    knownState(parseStored(state, _id) as Conversation, stateVersion) ?? foldAnew(_id);
};

/** The states of conversations, in the order in which they are named; one that is not there is left out. */
export const statesInOrder = (
  collections: StoredIn,
): ((named: readonly Pick<Head, '_id'>[]) => Promise<readonly Conversation[]>) => {
  const stateOf = storedStates(collections);
  return async (named) => {
    const ids = named.map(({ _id }) => _id);
    const found = await collections.heads
      .find<StoredState>({ _id: { $in: ids } }, { projection: STATE_FIELDS })
      .toArray();
    const states = new Map(found.map((stored) => [stored._id, stored]));
    return Promise.all(ids.flatMap((id) => states.get(id) ?? []).map(stateOf));
  };
};
