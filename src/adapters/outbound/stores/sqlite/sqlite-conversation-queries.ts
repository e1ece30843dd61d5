import type { DatabaseSync } from 'node:sqlite';
import type {
  ConversationQueries,
  Page,
  PageRequest,
} from '../../../../application/ports/conversation-queries.js';
import type { PersonKey } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { sqliteLists } from './sqlite-lists.js';
import { sqliteOpenAssigned } from './sqlite-open-assigned.js';
import { sqliteTallies } from './sqlite-tallies.js';
import { messageReader } from './stored-events.js';
import { STATE_COLUMNS, storedStates } from './stored-states.js';

/** @param condition in SQL, of which of an owner's are wanted */
const listOwned = (db: DatabaseSync, condition: string) => {
  const list = db.prepare(
    `SELECT ${STATE_COLUMNS} FROM conversations WHERE owner = ? ${condition}
     ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?`,
  );
  const count = db.prepare(
    `SELECT count(*) AS total FROM conversations WHERE owner = ? ${condition}`,
  );
  const stateOf = storedStates(db);
  return (owner: PersonKey, { page, limit }: PageRequest): Page<Conversation> => ({
    items: list.all(owner, limit, (page - 1) * limit).map(stateOf),
    total: Number(count.get(owner)?.['total']),
  });
};

export const sqliteConversationQueries = ({
  db,
  read,
  readMany,
}: SqliteDatabase): ConversationQueries => {
  const owned = listOwned(db, '');
  const ownedTickets = listOwned(db, 'AND has_ticket = 1');
  const tallies = sqliteTallies(db);
  const messagesOf = messageReader(db);
  const listed = sqliteLists(db);
  const openAssigned = sqliteOpenAssigned(db);
  return {
    owned: (owner, page) => read(() => owned(owner, page)),

    ownedTickets: (owner, page) => read(() => ownedTickets(owner, page)),

    listed: (viewer, filter, stretch, now) => readMany(() => listed(viewer, filter, stretch, now)),

    openAssigned: (ids) => readMany(() => openAssigned(ids)),

    tallies: (viewer, since, now) => readMany(() => tallies(viewer, since, now)),

    messages: (id, first, count) => readMany(() => [...messagesOf(id, first, count)]),
  };
};
