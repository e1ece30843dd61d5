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

/** Reads a state as it was stored; one of another version may have to be folded anew from its log. */
export const storedStates = (
  collections: Pick<MongoDatabase, 'heads' | 'buckets'>,
): ((stored: StoredState) => Promise<Conversation>) => {
  const foldAnew = async (id: string): Promise<Conversation> => {
    const entries = await entriesIn(collections, { id, after: 0, upTo: Number.MAX_SAFE_INTEGER });
    return fold(entries.map(parseEvent(id)));
  };
  return async ({ _id, state, stateVersion }) =>
    knownState(parseStored(state, _id) as Conversation, stateVersion) ?? foldAnew(_id);
};
