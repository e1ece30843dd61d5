import { expect } from 'chai';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { sqliteAuthCodes } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-auth-codes.js';
import { sqliteConversationLog } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-log.js';
import { sqliteConversationQueries } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-queries.js';
import { sqliteLogFeed } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-log-feed.js';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import { sqliteReadMarks } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-read-marks.js';
import { sqliteSessions } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-sessions.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';

/** Every statement that a part of the store prepares, through the connection that it is given. */
const statementsOf = (
  database: SqliteDatabase,
  part: (database: SqliteDatabase) => unknown,
): readonly string[] => {
  const statements: string[] = [];
  const watched = new Proxy(database.db, {
    get: (target, name) => {
      if (name !== 'prepare') return Reflect.get(target, name, target) as unknown;
      return (sql: string) => {
        statements.push(sql);
        return target.prepare(sql);
      };
    },
  });
  part({ ...database, db: watched });
  return statements;
};

const planOf = (db: DatabaseSync, sql: string): readonly string[] =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row['detail']));

describe('the query plans of SQLite', () => {
  let folder: TemporaryFolder;
  let database: SqliteDatabase;

  beforeEach(async () => {
    folder = temporaryFolder();
    database = await openSqliteDatabase({
      file: join(folder.path, 'switchboard.db'),
      logger: silentLogger,
    });
  });

  afterEach(async () => {
    await database.close();
    folder.remove();
  });

  const parts = {
    log: sqliteConversationLog,
    queries: sqliteConversationQueries,
    feed: sqliteLogFeed,
    sessions: sqliteSessions,
    reads: sqliteReadMarks,
    codes: sqliteAuthCodes,
  };

  for (const [name, part] of Object.entries(parts)) {
    describe(`in the ${name}`, () => {
      it('search an index in every step on a table that grows', () => {
        const plans = statementsOf(database, part).map((sql) => planOf(database.db, sql));
        const steps = plans
          .flat()
          .filter((step) => /\b(log|log_pages|conversations|sessions|reads|codes)\b/.test(step));
        expect(steps).not.to.deep.equal([]);
        expect(steps.filter((step) => !/^SEARCH \w+ USING .*\(.+\)/.test(step))).to.deep.equal([]);
      });

      it('walk no whole conversation, and sort nothing', () => {
        // What is counted already is added up, and grouped for that: it grows with kinds, days and staff alone.
        const isCounted = (sql: string): boolean => /FROM (list_counts|durations|doings)/.test(sql);
        const steps = statementsOf(database, part).flatMap((sql) =>
          planOf(database.db, sql).filter(
            (step) => !isCounted(sql) || step !== 'USE TEMP B-TREE FOR GROUP BY',
          ),
        );
        // What one is given is walked, how many there are of each kind, and what matches in the index of searches.
        const walked = 'json_each|list_counts|search VIRTUAL TABLE INDEX \\d+:M1$';
        const bad = new RegExp(`SCAN (?!${walked})|TEMP B-TREE|AUTOMATIC|\\(conversation=\\?\\)`);
        expect(steps.filter((step) => bad.test(step))).to.deep.equal([]);
      });
    });
  }

  it('read a part of a list by all that lists tell apart', () => {
    const steps = statementsOf(database, sqliteConversationQueries).flatMap((sql) =>
      planOf(database.db, sql),
    );
    const kind = 'status=? AND type=? AND updated_at<?';
    const parts = [
      `conversations_by_department (department=? AND is_assigned=? AND ${kind})`,
      `conversations_by_assignee (assignee=? AND department=? AND ${kind})`,
    ];
    const open = 'SEARCH list_counts USING INDEX list_counts_by_kind (assignee=?)';
    expect(steps).to.include.members([
      ...parts.map((part) => `SEARCH conversations USING INDEX ${part}`),
      open,
    ]);
  });

  it('find how many there are of each kind by the department, or by whose they are', () => {
    const steps = statementsOf(database, sqliteConversationQueries)
      .filter((sql) => sql.includes('FROM list_counts'))
      .map((sql) => planOf(database.db, sql).find((step) => step.includes('list_counts')));
    const ofPerson = 'SEARCH list_counts USING INDEX list_counts_by_kind (assignee=?)';
    expect(steps).to.have.members([
      // For statistics, all that somebody may read.
      'SCAN list_counts USING INDEX list_counts_by_kind',
      'SCAN list_counts USING COVERING INDEX list_counts_by_department',
      'SEARCH list_counts USING INDEX list_counts_by_department (department=? AND <expr>=? AND status=?)',
      ofPerson,
      ofPerson,
    ]);
  });

  it('write what nobody has into no index by assignee', () => {
    const indexes = database.db
      .prepare("SELECT name, partial FROM pragma_index_list('conversations') WHERE origin = 'c'")
      .all();
    expect(indexes).to.have.deep.members([
      { name: 'conversations_by_owner', partial: 0 },
      { name: 'conversations_by_department', partial: 0 },
      { name: 'conversations_by_assignee', partial: 1 },
      { name: 'conversations_by_listed_from', partial: 1 },
      { name: 'conversations_by_ticket_owner', partial: 1 },
    ]);
  });

  it('read no large page for the newest that a word finds', () => {
    const { db } = database;
    const write = db.prepare('INSERT INTO search (rowid, keys) VALUES (?, ?)');
    db.exec('BEGIN');
    for (let number = 1; number <= 5_000; number += 1) write.run(number, 'card');
    db.exec('COMMIT');
    const largest = db.prepare('SELECT max(length(block)) AS bytes FROM search_data').get();
    expect(largest?.['bytes']).to.be.within(500, 1_100);
  });

  it('need no index that every message is written into', () => {
    const indexes = database.db
      .prepare("SELECT name, partial FROM pragma_index_list('log') ORDER BY name")
      .all();
    expect(indexes).to.deep.equal([
      { name: 'log_by_name', partial: 1 },
      { name: 'log_by_opening', partial: 1 },
    ]);
  });

  it('are told apart from those that walk a table', () => {
    for (const sql of ['SELECT * FROM log WHERE place = 1', 'SELECT count(*) FROM conversations']) {
      expect(planOf(database.db, sql).join()).to.match(/^SCAN/);
    }
    expect(planOf(database.db, 'SELECT * FROM log_pages WHERE conversation = 1').join()).to.match(
      /\(conversation=\?\)/,
    );
  });
});
