import { setImmediate as turn } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import {
  type Differences,
  Differing,
  type OnRebuilt,
  type Rebuild,
} from '../../../../../application/ports/rebuild.js';
import { placeOf, ticketKeys } from '../../../../../domain/ticket.js';
import { type Replayed, replay } from '../../common/replay.js';
import { DatabaseFault } from '../database-fault.js';
import { refuseDamage, refuseMissingParts, withRemedy } from '../refuse-damage.js';
import { finishParts, prepareParts } from '../schema-parts.js';
import { connect } from '../sqlite-connection.js';
import { isSqliteError } from '../sqlite-errors.js';
import { CONVERSATION_COUNTER, ticketCounter } from '../counter-names.js';
import { sampleCounter } from '../tally-tables.js';
import { type LogRow, logOrder } from './log-order.js';
import { conversationRebuilder } from './rebuild-conversations.js';
import { historyRebuilder } from './rebuild-history.js';
import { dropSearch, noteWords, searchRebuilder } from './rebuild-search.js';
import { tableRebuilder } from './rebuild-table.js';
import { messageOf } from '../../../common/message-of.js';

/** Milliseconds for another process to let go of the file. */
const PATIENCE = 2_000;

/** Conversations between two turns of the event loop, in which somebody may stop it. */
const TOGETHER = 200;

const replayed = (number: number, rows: readonly LogRow[]): Replayed => {
  try {
    const all = replay(rows.map(({ event }) => event));
    if (all.conversation.number === number) return all;
    throw new Error(`it says that it is number ${all.conversation.number}`);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`the log of conversation ${number} is damaged: ${why}`, { cause: error });
  }
};

/** Counters are raised, never lowered: what was given and is not stored is given to nobody else. */
const counterRaiser = (db: DatabaseSync) => {
  const highest = new Map<string, number>();
  const raise = db.prepare(
    `INSERT INTO counters (name, value) VALUES (?1, ?2)
     ON CONFLICT DO UPDATE SET value = ?2 WHERE value < ?2`,
  );
  return {
    see: (counter: string, value: number): void => {
      highest.set(counter, Math.max(value, highest.get(counter) ?? 0));
    },
    /** How many were too low. */
    raiseAll: (): number =>
      [...highest].filter(([counter, value]) => raise.run(counter, value).changes > 0).length,
  };
};

const rebuild = async (db: DatabaseSync, onRebuilt: OnRebuilt): Promise<Differences> => {
  const differing = new Differing();
  const order = logOrder(db);
  const conversations = conversationRebuilder(db);
  const history = historyRebuilder(db);
  const search = searchRebuilder(db);
  const counters = counterRaiser(db);
  const countSample = sampleCounter(db);
  const tickets = tableRebuilder(db, 'tickets', { columns: '*' });
  const lists = tableRebuilder(db, 'list_counts', {
    columns: 'assignee, department, status, type, total',
    where: 'total > 0',
  });
  const tallies = ['durations', 'doings'].map((table) =>
    tableRebuilder(db, table, { columns: '*' }),
  );
  for (const table of [tickets, ...tallies]) table.begin();
  const addTicket = db.prepare('INSERT INTO tickets (key, conversation) VALUES (?, ?)');

  const rebuildOne = (number: number): void => {
    const rows = order.rowsOf(number);
    const { conversation, samples } = replayed(number, rows);
    const wrong = conversations.rebuild(conversation, history.recentRows(rows));
    for (const projection of wrong) differing.add(projection);
    if (history.rebuild(number, rows) && !wrong.has('history')) differing.add('history');
    search.add(conversation);
    samples.forEach(countSample);
    counters.see(CONVERSATION_COUNTER, number);
    const { ticket } = conversation;
    if (ticket === null) return;
    for (const key of ticketKeys(ticket)) addTicket.run(key, number);
    const place = placeOf(ticket.number);
    if (place !== null) counters.see(ticketCounter(place.year), place.serial);
  };

  let done = 0;
  for (const number of order.numbers()) {
    rebuildOne(number);
    done += 1;
    if (done % TOGETHER > 0) continue;
    onRebuilt(done, order.conversations);
    await turn();
  }
  lists.begin();
  differing.add('states', conversations.finish());
  db.exec(`
    DELETE FROM list_counts;
    INSERT INTO list_counts (assignee, department, status, type, total)
      SELECT assignee, department, status, type, count(*) FROM conversations
      WHERE listed_from IS NOT NULL GROUP BY assignee, department, status, type;
  `);
  differing.add('history', history.removeOthers());
  differing.add('lists', lists.differing());
  differing.add('tickets', tickets.differing());
  differing.add('search', search.differing());
  for (const table of tallies) differing.add('statistics', table.differing());
  differing.add('counters', counters.raiseAll());
  onRebuilt(done, order.conversations);
  return differing.all();
};

const rebuildAll = async (db: DatabaseSync, onRebuilt: OnRebuilt): Promise<Differences> => {
  noteWords(db);
  db.exec('BEGIN IMMEDIATE');
  dropSearch(db);
  // What is wrong with the search may have kept all else from being looked at.
  refuseDamage(db, false);
  prepareParts(db);
  const differences = await rebuild(db, onRebuilt);
  finishParts(db);
  refuseMissingParts(db, false);
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  return differences;
};

/**
 * In one transaction: where it is broken off nothing has changed.
 * @throws Error that says why it is; the error of `onRebuilt` as it is
 */
export const sqliteRebuild =
  (file: string): Rebuild =>
  async (onRebuilt) => {
    const checkedUpTo = Number.POSITIVE_INFINITY;
    const db = await connect(file, { patience: PATIENCE, checkedUpTo, isRebuilt: true });
    try {
      return await rebuildAll(db, onRebuilt);
    } catch (problem) {
      if (!isSqliteError(problem) && !(problem instanceof DatabaseFault)) throw problem;
      const error = withRemedy(problem);
      throw new Error(`${file} is left as it was: ${messageOf(error)}`, { cause: error });
    } finally {
      // What is not committed by then is undone.
      db.close();
    }
  };
