import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { Projection } from '../../../../../../src/application/ports/rebuild.js';
import { sqliteRebuild } from '../../../../../../src/adapters/outbound/stores/sqlite/rebuild/sqlite-rebuild.js';
import { sqliteStore } from '../../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import {
  describeRebuildContract,
  type RebuildUnderTest,
} from '../../../../../contract/rebuild.contract.js';
import { customer } from '../../../../../support/actors.js';
import { answer } from '../../../../../support/answer.js';
import { opening } from '../../../../../support/appends.js';
import { silentLogger } from '../../../../../support/fixed-ports.js';
import { fillWithSamples } from '../../../../../support/stored-samples.js';
import { temporaryFolder } from '../../../../../support/temporary-folder.js';

/** Bytes of a page. */
const PAGE = 4_096;

const SPOILING: Readonly<Record<Projection, string>> = {
  states: `
    UPDATE conversations SET state = json_set(state, '$.subject', 'spoilt') WHERE number % 2 = 0;
    UPDATE conversations SET last_seq = last_seq + 1, state = 'no JSON' WHERE number % 3 = 0;
    DELETE FROM conversations WHERE number = (SELECT max(number) FROM conversations);
    INSERT INTO conversations (number, id, owner, last_seq, updated_at, state)
      VALUES (1000000, 'of nobody', 'nobody', 1, 1, '{}');`,
  slots: `
    UPDATE conversations SET slot = NULL;
    UPDATE conversations SET slot = 'taken' WHERE number = (SELECT max(number) FROM conversations);`,
  lists: `
    UPDATE conversations SET department = 'spoilt', owner = 'spoilt', updated_at = 7;
    UPDATE conversations SET status = 'active', assignee = 'spoilt', listed_from = NULL;
    DELETE FROM list_counts;
    INSERT INTO list_counts VALUES ('spoilt', NULL, 'active', 'general', 1000);`,
  history: `
    UPDATE conversations SET recent_rows = '1,';
    UPDATE log SET place = 1, sender = NULL, client_message_id = NULL;
    UPDATE log_pages SET event_rows = '1,' WHERE page = 1;
    DELETE FROM log_pages WHERE page = 2;
    INSERT INTO log_pages VALUES (1000000, 0, '1,');`,
  tickets: 'DELETE FROM tickets; UPDATE conversations SET has_ticket = 1 - has_ticket;',
  search: "INSERT INTO search (search) VALUES ('delete-all');",
  statistics: `
    DELETE FROM durations;
    UPDATE doings SET closed = 7, day = day + 1;`,
  counters: 'UPDATE counters SET value = 0;',
};

interface Ground extends RebuildUnderTest {
  readonly file: string;
  run(sql: string): void;
  remove(): void;
}

const ground = (): Ground => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'switchboard.sqlite');
  const run = (sql: string): void => {
    // Else SQLite keeps the tables of an index of words from being changed.
    const db = new DatabaseSync(file, { defensive: false });
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  };
  return {
    file,
    run,
    open: () => sqliteStore({ file, logger: silentLogger }),
    rebuild: sqliteRebuild(file),
    spoil: (projection) => {
      run(SPOILING[projection]);
      return Promise.resolve();
    },
    remove: () => folder.remove(),
  };
};

describeRebuildContract({
  name: 'sqlite',
  setup: ground,
  teardown: (subject) => (subject as Ground).remove(),
});

describe('a rebuild of SQLite', () => {
  let subject: Ground;
  beforeEach(async () => {
    subject = ground();
    const store = await subject.open();
    await fillWithSamples(store);
    await store.close();
  });
  afterEach(() => subject.remove());

  const rebuilt = () => subject.rebuild(() => undefined);

  const inFile = <A>(work: (db: DatabaseSync) => A): A => {
    const db = new DatabaseSync(subject.file);
    try {
      return work(db);
    } finally {
      db.close();
    }
  };

  const expectDamageRefused = async (): Promise<void> => {
    const rootOf = "SELECT rootpage FROM sqlite_schema WHERE name = 'sessions'";
    const page = Number(inFile((db) => db.prepare(rootOf).get())?.['rootpage']);
    const bytes = readFileSync(subject.file);
    bytes.fill(0xa5, (page - 1) * PAGE, page * PAGE);
    writeFileSync(subject.file, bytes);
    expect(await rebuilt().then(String, String)).to.match(/it is damaged.*Restore a backup/);
    expect(readFileSync(subject.file).equals(bytes)).to.equal(true);
  };

  for (const [what, sql] of [
    ['cannot even be read', 'DROP TABLE search; CREATE TABLE search (words)'],
    ['is not there', 'DROP TABLE search'],
    ['has lost a table of its own', 'DROP TABLE search_idx'],
    [
      'has left its tables',
      "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'search'; PRAGMA writable_schema = RESET",
    ],
    ['has lost its settings', 'DROP TABLE search_config'],
    ['is of no version', 'DELETE FROM search_config'],
    ['is damaged', 'UPDATE search_data SET block = zeroblob(50) WHERE id > 10'],
  ] as const) {
    it(`makes a search anew that ${what}`, async () => {
      subject.run(sql);
      expect((await rebuilt()).search).to.be.greaterThan(0);
      expect((await rebuilt()).search).to.equal(0);
    });
  }

  for (const sql of [
    'UPDATE search_data SET block = zeroblob(50) WHERE id > 10',
    'DROP TABLE search_config',
    'DROP TABLE search',
  ]) {
    it(`is refused of a file that is damaged beside its search: ${sql}`, async () => {
      subject.run(sql);
      await expectDamageRefused();
    });
  }

  const schema = (): unknown =>
    inFile((db) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all());

  for (const part of [
    'INDEX conversations_by_owner',
    'INDEX log_by_name',
    'TRIGGER conversations_counted_anew',
    'TABLE log_pages',
    'TABLE list_counts',
    'TABLE tickets',
    'TABLE durations',
    'TABLE doings',
    'INDEX doings_by_day',
    'COLUMN doings.closed',
    'COLUMN list_counts.total',
  ]) {
    it(`makes anew what somebody has dropped: ${part}`, async () => {
      const before = schema();
      const [, table, column] = /^COLUMN (\w+)\.(\w+)$/.exec(part) ?? [];
      subject.run(
        column === undefined ? `DROP ${part}` : `ALTER TABLE ${table} RENAME ${column} TO x`,
      );
      await rebuilt();
      expect(schema()).to.deep.equal(before);
      expect(new Set(Object.values(await rebuilt()))).to.deep.equal(new Set([0]));
    });
  }

  it('is refused where a table is missing that no log has, and changes nothing', async () => {
    subject.run('DROP TABLE sessions; DROP TABLE tickets');
    const before = schema();
    expect(await rebuilt().then(String, String)).to.match(
      /it has no table sessions, .*Restore a backup/,
    );
    expect(schema()).to.deep.equal(before);
  });

  it('has the pages of a search as small as they were', async () => {
    const config = (): unknown =>
      inFile((db) => db.prepare('SELECT * FROM search_config ORDER BY k').all());
    const before = config();
    subject.run("INSERT INTO search (search, rank) VALUES ('pgsz', 4000)");
    expect(config()).not.to.deep.equal(before);
    await rebuilt();
    expect(config()).to.deep.equal(before);
  });

  const names = (): unknown =>
    inFile((db) => db.prepare('SELECT id, sender, client_message_id FROM log ORDER BY id').all());

  const OPENED = "(SELECT min(id) FROM log WHERE client_message_id = 'o1')";
  const ofOpener = (column: string): string => `(SELECT ${column} FROM log WHERE id = ${OPENED})`;
  for (const [how, sql] of [
    [
      'were swapped',
      `CREATE TEMP TABLE mine AS SELECT id FROM log WHERE client_message_id IN ('o1', 'm1')
         AND conversation = ${ofOpener('conversation')} AND sender = ${ofOpener('sender')};
       UPDATE log SET client_message_id = '-' || client_message_id WHERE id IN mine;
       UPDATE log SET client_message_id = iif(client_message_id = '-o1', 'm1', 'o1') WHERE id IN mine;`,
    ],
    [
      'are the same, with no index over them',
      `DROP INDEX log_by_name; DROP INDEX log_by_opening;
       UPDATE log SET sender = 's', client_message_id = 'one' WHERE client_message_id IS NOT NULL;`,
    ],
  ] as const) {
    it(`makes names of messages right that ${how}`, async () => {
      const before = names();
      subject.run(sql);
      expect(names()).not.to.deep.equal(before);
      expect((await rebuilt()).history).to.be.greaterThan(0);
      expect(names()).to.deep.equal(before);
    });
  }

  it('is refused, with the file named, where it cannot make what is missing', async () => {
    subject.run('DROP TABLE tickets; CREATE VIEW tickets AS SELECT 1 AS key');
    const before = schema();
    expect(await rebuilt().then(String, String)).to.match(
      /switchboard\.sqlite is left as it was: .*view/,
    );
    expect(schema()).to.deep.equal(before);
  });

  it('takes a state for right whatever order it was written in', async () => {
    subject.run(`UPDATE conversations SET state =
      json_set(json_remove(state, '$.id'), '$.id', json_extract(state, '$.id'))`);
    expect((await rebuilt()).states).to.equal(0);
  });

  const ALONE = {
    states: [
      'INSERT INTO conversations (number, id, owner, last_seq, updated_at, state) ' +
        "VALUES (1000000, 'of nobody', 'nobody', 1, 1, '{}')",
    ],
    history: [
      'UPDATE log SET place = 9 WHERE place = 1',
      "UPDATE log SET sender = sender || '-' WHERE sender IS NOT NULL",
      "UPDATE log SET client_message_id = client_message_id || '-' WHERE client_message_id IS NOT NULL",
      "INSERT INTO log_pages VALUES (1000000, 0, '1,')",
    ],
    statistics: ['INSERT INTO doings SELECT * FROM doings LIMIT 1'],
  };
  for (const [projection, spoilt] of Object.entries(ALONE)) {
    for (const sql of spoilt) {
      it(`finds what is wrong by itself, and that alone: ${sql}`, async () => {
        await rebuilt();
        subject.run(sql);
        const { [projection as Projection]: differing, ...others } = await rebuilt();
        expect(differing).to.be.greaterThan(0);
        expect(new Set(Object.values(others))).to.deep.equal(new Set([0]));
        expect((await rebuilt())[projection as Projection]).to.equal(0);
      });
    }
  }

  it('tells after some how far it is, and lets others have a turn there', async () => {
    const store = await subject.open();
    await answer(
      store.log.append(
        Array.from({ length: 500 }, (_, n) => opening({ owner: customer(`c${n}`) })),
      ),
    );
    await store.close();
    const told: (readonly [number, number])[] = [];
    let turns = 0;
    await subject.rebuild((conversations, all) => {
      told.push([conversations, turns]);
      expect(all).to.be.greaterThan(500);
      setImmediate(() => (turns += 1));
    });
    expect(told.slice(0, -1)).to.deep.equal([
      [200, 0],
      [400, 1],
    ]);
    expect(told).to.have.length(3);
  });

  const DAMAGES = {
    'DELETE FROM log WHERE seq = 2': /log of conversation \d+ is damaged: event 3 cannot follow 1/,
    'UPDATE log SET event = \'{"type"\' WHERE seq = 2': /Error/,
    'UPDATE log SET conversation = conversation + 500000': /says that it is number/,
    'UPDATE log SET seq = 1': /two events of one seq/,
  };
  for (const [damage, why] of Object.entries(DAMAGES)) {
    it(`is refused of a log that is damaged itself, and changes nothing: ${damage}`, async () => {
      subject.run(`${damage}; DELETE FROM tickets`);
      expect(await rebuilt().then(String, String)).to.match(why);
      const tickets = inFile((db) => db.prepare('SELECT count(*) AS total FROM tickets').get());
      expect(tickets).to.include({ total: 0 });
    });
  }

  it('is refused of a file that is damaged where the log is not', () => expectDamageRefused());
});
