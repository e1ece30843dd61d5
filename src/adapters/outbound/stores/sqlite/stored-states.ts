import type { DatabaseSync } from 'node:sqlite';
import type { Conversation } from '../../../../domain/conversation.js';
import { fold, knownState } from '../../../../domain/evolve.js';
import { parseStored } from '../common/parse-stored.js';
import { eventReader } from './stored-events.js';

/** The columns that a state is read from. */
export const STATE_COLUMNS = 'id, state, state_version';

type Row = Readonly<Record<string, unknown>>;

/** Reads states as they were stored; one of another version may have to be folded anew from its log. */
export const storedStates = (db: DatabaseSync): ((row: Row) => Conversation) => {
  const eventsOf = eventReader(db);
  return ({ id, state, state_version: version }) =>
    knownState(parseStored(String(state), String(id)) as Conversation, Number(version)) ??
    fold(eventsOf(String(id), 1));
};
