import { expect } from 'chai';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { right } from 'fp-ts/lib/Either.js';
import { none, some } from 'fp-ts/lib/Option.js';
import { PAGE } from '../../../../../src/adapters/outbound/stores/sqlite/event-pages.js';
import { MIGRATIONS } from '../../../../../src/adapters/outbound/stores/sqlite/migrations.js';
import { sqliteAgentDirectory } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-agent-directory.js';
import { sqliteConversationLog } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-log.js';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import type {
  Append,
  ConversationLog,
} from '../../../../../src/application/ports/conversation-log.js';
import { agent } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import { message, opening, together } from '../../../../support/appends.js';
import { expectLeft, expectRight } from '../../../../support/expect-either.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';
import { walCommits } from '../../../../support/write-ahead-log.js';
import { writeFirstSchema } from './first-schema.js';

const APPENDED = { kind: 'appended' } as const;

const OPENER = new URL('./opening-worker.js', import.meta.url);

const pragma = (db: DatabaseSync, name: string): unknown =>
  Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

describe('openSqliteDatabase', () => {
  let folder: TemporaryFolder;
  let file: string;
  let logger: RecordingLogger;
  const toClose: (() => Promise<void> | void)[] = [];

  const open = async (lockTimeout?: number): Promise<SqliteDatabase> => {
    const database = await openSqliteDatabase({
      file,
      logger,
      ...(lockTimeout === undefined ? {} : { lockTimeout }),
    });
    toClose.push(database.close);
    return database;
  };

  /** Why the file is not opened. */
  const refusal = (): Promise<string> =>
    open().then(
      () => 'opened',
      (error: unknown) => String(error),
    );

  /** Another program's connection to the same file. */
  const another = (): DatabaseSync => {
    const db = new DatabaseSync(file, { timeout: 0 });
    toClose.push(() => (db.isOpen ? db.close() : undefined));
    return db;
  };

  const expectStored = async (log: ConversationLog, append: Append): Promise<void> => {
    const { conversation, events } = append;
    expect(await answer(log.load(conversation.id))).to.deep.equal(some(conversation));
    expect(await answer(log.read(conversation.id, append.expectedSeq, 1_000))).to.deep.equal(
      events,
    );
  };

  const expectAbsent = async (log: ConversationLog, { conversation }: Append): Promise<void> => {
    expect(await answer(log.load(conversation.id))).to.deep.equal(none);
    expect(await answer(log.read(conversation.id, 0, 1_000))).to.deep.equal([]);
  };

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.db');
    logger = new RecordingLogger();
  });

  afterEach(async () => {
    for (const close of toClose.splice(0).reverse()) await close();
    folder.remove();
  });

  describe('durability', () => {
    it('logs ahead and syncs each commit', async () => {
      const { db } = await open();
      expect(pragma(db, 'journal_mode')).to.equal('wal');
      // 2 is FULL: a commit is on the disk, not only handed to the system.
      expect(pragma(db, 'synchronous')).to.equal(2);
      // No commit waits for the log to be moved: another thread does that.
      expect(pragma(db, 'wal_autocheckpoint')).to.equal(0);
    });

    it('syncs every commit but the count of a number, which the next one syncs too', async () => {
      const database = await open();
      const { db } = database;
      const log = sqliteConversationLog(database);
      const levels: unknown[] = [];
      db.function('note_level', () => {
        levels.push(pragma(db, 'synchronous'));
        return null;
      });
      for (const [event, table] of [
        ['INSERT', 'counters'],
        ['UPDATE', 'counters'],
        ['INSERT', 'log'],
      ] as const) {
        db.exec(`CREATE TEMP TRIGGER after_${event}_${table} AFTER ${event} ON main.${table}
                 BEGIN SELECT note_level(); END`);
      }
      await answer(log.nextNumber());
      await answer(log.append([opening({ text: null })]));
      await answer(log.nextNumber());
      await answer(log.append([opening({ text: null })]));
      // 1 is NORMAL: in a write-ahead log no commit waits for the disk.
      expect(levels).to.deep.equal([1, 2, 1, 2]);
    });

    it('commits a batch in one transaction', async () => {
      const log = sqliteConversationLog(await open());
      await answer(log.append([opening()]));
      const before = walCommits(file);
      const batch = Array.from({ length: 20 }, () => opening());
      expect(await answer(log.append(batch))).to.deep.equal(batch.map(() => APPENDED));
      expect(walCommits(file)).to.equal(before + 1);
    });

    it('stores nothing of a batch that a bug interrupts, and goes on', async () => {
      const log = sqliteConversationLog(await open());
      const good = opening();
      const bad = opening();
      const broken = { ...bad.conversation, subject: 1n as unknown as string };
      const defect: unknown = await log
        .append([good, { ...bad, conversation: broken }])()
        .catch((error: unknown) => error);
      expect(defect).to.be.instanceOf(TypeError);
      for (const append of [good, bad]) await expectAbsent(log, append);
      expect(await answer(log.append([good, bad]))).to.deep.equal([APPENDED, APPENDED]);
      for (const append of [good, bad]) await expectStored(log, append);
    });
  });

  describe('the schema', () => {
    const schema = (db: DatabaseSync): unknown =>
      db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();

    it('is made in an empty file', async () => {
      const { db } = await open();
      expect(pragma(db, 'user_version')).to.equal(MIGRATIONS.length);
      expect(schema(db)).not.to.deep.equal([]);
    });

    it('is brought up to date once', async () => {
      const first = await open();
      const log = sqliteConversationLog(first);
      const append = opening();
      await answer(log.append([append]));
      const made = schema(first.db);
      await first.close();
      for (const _ of ['second', 'third']) {
        const next = await open();
        expect(schema(next.db)).to.deep.equal(made);
        expect(pragma(next.db, 'user_version')).to.equal(MIGRATIONS.length);
        await expectStored(sqliteConversationLog(next), append);
        await next.close();
      }
    });

    it('is made once by several that start together', async () => {
      const gate = new Int32Array(new SharedArrayBuffer(4));
      for (const round of [1, 2, 3]) {
        Atomics.store(gate, 0, 0);
        const workerData = { file: join(folder.path, `${round}.db`), gate, count: 4 };
        const workers = Array.from({ length: 4 }, () => new Worker(OPENER, { workerData }));
        const outcomes = await Promise.all(
          workers.map(async (worker) => {
            const exited = once(worker, 'exit');
            const [outcome] = (await once(worker, 'message')) as [string];
            await exited;
            return outcome;
          }),
        );
        expect(outcomes).to.deep.equal(workers.map(() => 'opened'));
      }
    });

    const contents = () =>
      readdirSync(folder.path).map((name) => [name, readFileSync(join(folder.path, name), 'hex')]);

    const NEWER = /newer Switchboard.*schema is version 1000.*knows \d+.*DATA_DIR/s;

    const expectRefused = async (why: RegExp): Promise<void> => {
      const before = contents();
      expect(await refusal()).to.match(why);
      expect(contents()).to.deep.equal(before);
    };

    it('of a newer version is refused and left as it is', async () => {
      const database = await open();
      await answer(sqliteConversationLog(database).append([opening()]));
      await database.close();
      const newer = another();
      newer.exec('PRAGMA user_version = 1000');
      newer.close();
      await expectRefused(NEWER);
    });

    it('of a newer version is left as it is in another journal mode too', async () => {
      const newer = another();
      newer.exec('CREATE TABLE something (new TEXT); PRAGMA user_version = 1000');
      newer.close();
      await expectRefused(NEWER);
    });

    it('of a newer version that comes while the lock is waited for is left as it is', async () => {
      writeFirstSchema(file, []);
      const newer = another();
      newer.exec('BEGIN IMMEDIATE; PRAGMA user_version = 1000');
      const refused = refusal();
      await new Promise(setImmediate);
      newer.exec('COMMIT');
      expect(await refused).to.match(NEWER);
      expect(pragma(newer, 'user_version')).to.equal(1000);
    });

    it("of another program's database is refused and left as it is", async () => {
      const foreign = [
        'CREATE TABLE diary (day TEXT)',
        'CREATE VIEW today AS SELECT 1',
        'CREATE TABLE log (line TEXT); CREATE TABLE staff (name TEXT); PRAGMA user_version = 1',
      ];
      for (const [index, statements] of foreign.entries()) {
        file = join(folder.path, `${index}.db`);
        const other = another();
        other.exec(statements);
        other.close();
        await expectRefused(/another program's.*DATA_DIR/s);
      }
    });
  });

  describe('a file that is locked', () => {
    const lock = (): DatabaseSync => {
      const db = another();
      db.exec('BEGIN IMMEDIATE');
      return db;
    };

    it('is Unavailable after the wait, with the event loop running, and works again', async () => {
      const log = sqliteConversationLog(await open(100));
      const first = opening();
      await answer(log.append([first]));
      const locker = lock();

      let waiting = true;
      let turns = 0;
      const count = (): void => {
        turns += 1;
        if (waiting) setImmediate(count);
      };
      count();
      const late = message(first.conversation);
      const refused = await log.append([opening(), late])();
      waiting = false;
      expectLeft(refused, 'Unavailable');
      expect(turns).to.be.greaterThan(1);
      expect(logger.entries.map(({ level }) => level)).to.deep.equal(['error']);

      locker.exec('ROLLBACK');
      await expectStored(log, first);
      expect(await answer(log.append([late]))).to.deep.equal([APPENDED]);
      await expectStored(log, late);
    });

    it('is waited for by every write', async () => {
      const database = await open(20);
      lock();
      const log = sqliteConversationLog(database);
      expectLeft(await log.nextNumber()(), 'Unavailable');
      expect(pragma(database.db, 'synchronous')).to.equal(2);
      expectLeft(await sqliteAgentDirectory(database).remember(agent())(), 'Unavailable');
    });

    it('is read meanwhile', async () => {
      const log = sqliteConversationLog(await open(20));
      const append = opening();
      await answer(log.append([append]));
      lock();
      await expectStored(log, append);
    });

    it('gets the append as soon as it is free', async () => {
      const log = sqliteConversationLog(await open(10_000));
      const locker = lock();
      const append = opening();
      let answered = false;
      const appending = log
        .append([append])()
        .finally(() => {
          answered = true;
        });
      await new Promise(setImmediate);
      expect(answered).to.be.false;
      locker.exec('COMMIT');
      expect(expectRight(await appending)).to.deep.equal([APPENDED]);
      await expectStored(log, append);
    });

    it('is closed after the appends that wait for it', async () => {
      const database = await open(10_000);
      const log = sqliteConversationLog(database);
      const locker = lock();
      const append = opening();
      const appending = log.append([append])();
      const closing = database.close();
      locker.exec('COMMIT');
      expect(await appending).to.deep.equal(right([APPENDED]));
      await closing;
      await expectStored(sqliteConversationLog(await open()), append);
    });
  });

  describe('a disk that is full', () => {
    it('is Unavailable, keeps nothing of the batch, and works again with room', async () => {
      const database = await open();
      const log = sqliteConversationLog(database);
      const first = opening();
      await answer(log.append([first]));
      const pages = Number(pragma(database.db, 'page_count'));
      const limit = Number(pragma(database.db, 'max_page_count'));
      database.db.exec(`PRAGMA max_page_count = ${pages + 1}`);

      const small = opening();
      const large = opening({ text: 'x'.repeat(100_000) });
      const batch = [small, message(first.conversation), large];
      expectLeft(await log.append(batch)(), 'Unavailable');
      expect(logger.entries.map(({ level }) => level)).to.deep.equal(['error']);
      await expectStored(log, first);
      for (const append of [small, large]) await expectAbsent(log, append);

      database.db.exec(`PRAGMA max_page_count = ${limit}`);
      expect(await answer(log.append(batch))).to.deep.equal(batch.map(() => APPENDED));
      for (const append of batch) await expectStored(log, append);
    });
  });

  describe('a disk that is nearly full', () => {
    it('is unhealthy from the write on that failed until one as large as any message has room', async () => {
      const database = await open();
      const { db, health } = database;
      const log = sqliteConversationLog(database);
      const allow = (more: number): void => {
        db.exec(`PRAGMA max_page_count = ${Number(pragma(db, 'page_count')) + more}`);
      };
      const changes = (): unknown => db.prepare('SELECT total_changes() AS n').get()?.['n'];
      allow(5);
      expectLeft(await log.append([opening({ text: 'x'.repeat(60_000) })])(), 'Unavailable');
      for (const _ of [1, 2]) expectLeft(await health()(), 'Unavailable');
      allow(50);
      expectRight(await health()());
      expect(db.prepare('SELECT count(*) AS rows FROM sessions').get()).to.include({ rows: 0 });
      const before = changes();
      expectRight(await health()());
      expect(changes(), 'it is not asked for again').to.equal(before);
    });
  });

  describe('a row that a constraint refuses', () => {
    it('costs its own append alone, which is undone', async () => {
      const database = await open();
      const log = sqliteConversationLog(database);
      const [first, broken] = [opening(), opening()];
      await answer(log.append([first, broken]));
      // As no append leaves it: a page is there that its events are still to fill.
      database.db
        .prepare("INSERT INTO log_pages (conversation, page, event_rows) VALUES (?, 0, '')")
        .run(broken.conversation.number);
      let filling = message(broken.conversation, { by: agent() });
      while (filling.conversation.lastSeq < PAGE) {
        filling = together(filling, message(filling.conversation));
      }
      const batch = [message(first.conversation), filling, opening({ name: 'o1' })] as const;
      const outcomes = await answer(log.append(batch));
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
        'appended',
        'unavailable',
        'appended',
      ]);
      for (const kept of [batch[0], batch[2]]) await expectStored(log, kept);
      expect(await answer(log.load(broken.conversation.id))).to.deep.equal(
        some(broken.conversation),
      );
      expect(logger.entries.map(({ level }) => level)).to.deep.equal(['error']);
    });
  });

  it('opens no file that is not a database, and leaves it as it is', async () => {
    writeFileSync(file, 'a letter to a friend, and not a database\n'.repeat(100));
    const before = readFileSync(file, 'hex');
    expect(await refusal()).to.match(/not a database/);
    expect(readFileSync(file, 'hex')).to.equal(before);
  });
});
