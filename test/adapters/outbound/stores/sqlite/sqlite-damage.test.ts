import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import { MIGRATIONS } from '../../../../../src/adapters/outbound/stores/sqlite/migrations.js';
import { sqliteConversationLog } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-log.js';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import { refuseDamagedLog } from '../../../../../src/adapters/outbound/stores/sqlite/write-ahead-log.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import { answer } from '../../../../support/answer.js';
import { opening } from '../../../../support/appends.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { type TemporaryFolder, temporaryFolder } from '../../../../support/temporary-folder.js';

/** Bytes of a page, and of a frame of the write-ahead log, which begins with a header. */
const PAGE = 4_096;
const FRAME = PAGE + 24;
const LOG_HEADER = 32;

describe('a damaged SQLite database', () => {
  let folder: TemporaryFolder;
  let file: string;
  let log: string;

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.db');
    log = `${file}-wal`;
  });
  afterEach(() => folder.remove());

  const open = (checkedUpTo = 1_000_000_000): Promise<SqliteDatabase> =>
    openSqliteDatabase({ file, logger: silentLogger, checkedUpTo });

  const refusal = (): Promise<string> =>
    open().then(
      async (database) => {
        await database.close();
        return 'opened';
      },
      (error: unknown) => String(error),
    );

  const append = async (database: SqliteDatabase, count: number): Promise<readonly Append[]> => {
    const appends = Array.from({ length: count }, () => opening());
    for (const one of appends) await answer(sqliteConversationLog(database).append([one]));
    return appends;
  };

  const changeBytes = (path: string, work: (bytes: Buffer) => unknown): void => {
    const bytes = readFileSync(path);
    work(bytes);
    writeFileSync(path, bytes);
  };

  const flip = (path: string, at: number): void =>
    changeBytes(path, (bytes) => bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at));

  const expectRefused = async (why: RegExp): Promise<void> => {
    const before = readFileSync(file);
    const said = await refusal();
    expect(said).to.match(why).and.contain(`${file} cannot be opened (see DATA_DIR)`);
    expect(said.split('\n')).to.have.length(1);
    expect(readFileSync(file).equals(before), 'it is left as it is').to.be.true;
  };

  const REMEDY = /Restore a backup, .*`switchboard import`/;

  describe('that was closed', () => {
    beforeEach(async () => {
      const database = await open();
      await append(database, 100);
      await database.close();
    });

    it('is opened where nothing is wrong with it', async () => {
      expect(await refusal()).to.equal('opened');
    });

    it('is refused where it begins with something else', async () => {
      changeBytes(file, (bytes) => bytes.write('a diary, and no database'));
      await expectRefused(new RegExp(`not a database: it is damaged, .*${REMEDY.source}`));
    });

    it('is refused where it was cut off', async () => {
      for (const pages of [20, 10, 1]) {
        truncateSync(file, pages * PAGE);
        await expectRefused(new RegExp(`it is damaged, or cut off. ${REMEDY.source}`));
      }
    });

    it('is refused where any page of it is not what it was', async () => {
      const whole = readFileSync(file);
      const pages = whole.length / PAGE;
      let found = 0;
      for (let page = 1; page < pages; page += 1) {
        const bytes = Buffer.from(whole);
        bytes.fill(0xa5, page * PAGE, page * PAGE + 64);
        writeFileSync(file, bytes);
        if ((await refusal()).includes('it is damaged')) found += 1;
      }
      expect(found).to.equal(pages - 1);
    });

    const change = (sql: string): void => {
      const database = new DatabaseSync(file, { defensive: false });
      database.exec(sql);
      database.close();
    };

    for (const part of [
      'table search',
      'table tickets',
      'index conversations_by_owner',
      'trigger conversations_counted_first',
      'column list_counts.total',
    ]) {
      it(`is refused where somebody has dropped ${part}, which can be made anew`, async () => {
        const [, table, column] = /^column (\w+)\.(\w+)$/.exec(part) ?? [];
        change(
          column === undefined ? `DROP ${part}` : `ALTER TABLE ${table} RENAME ${column} TO x`,
        );
        await expectRefused(
          new RegExp(`it has no ${part}\\. \`switchboard doctor --rebuild\` makes that anew`),
        );
      });
    }

    for (const sql of [
      'DELETE FROM search_data',
      'DELETE FROM search_config',
      'DROP TABLE search_config',
    ]) {
      it(`is refused where its search is damaged, which can be made anew: ${sql}`, async () => {
        change(sql);
        await expectRefused(/it is damaged: .* `switchboard doctor --rebuild` makes that anew/);
      });
    }

    for (const [sql, part] of [
      ['DROP TABLE reads', 'table reads'],
      ['DROP TABLE staff', 'table staff'],
      ['DROP TABLE log', 'table log'],
      ['DROP TABLE counters', 'table counters'],
      ['DROP TABLE conversations', 'table conversations'],
      ['ALTER TABLE conversations RENAME COLUMN state TO statf', 'column conversations.state'],
      [
        'DROP INDEX conversations_by_assignee; DROP INDEX conversations_by_department; ' +
          'ALTER TABLE conversations DROP COLUMN is_assigned',
        'index conversations_by_department, no index conversations_by_assignee, no column conversations.is_assigned',
      ],
    ] as const) {
      it(`is refused where it has lost what no rebuild makes: ${sql}`, async () => {
        change(sql);
        await expectRefused(new RegExp(`it has no ${part}\\. ${REMEDY.source}`));
      });
    }

    const OLDER = `PRAGMA user_version = ${MIGRATIONS.length - 1}`;

    it('is refused where it is older and has lost a table, and is not brought to the newest for that', async () => {
      change(`${OLDER}; DROP TABLE reads`);
      await expectRefused(new RegExp(`it has no table reads\\. ${REMEDY.source}`));
    });

    it('is refused where it is older, and not what that version made', async () => {
      change(`${OLDER}; DROP TABLE search`);
      await expectRefused(
        /its schema, of version \d+, is not what that version made: no such table.*\. Restore a backup, or/,
      );
    });

    it('is left to what uses it where it is larger than is looked through', async () => {
      flip(file, readFileSync(file).length - PAGE);
      await expectRefused(new RegExp(`it is damaged: .*${REMEDY.source}`));
      await (await open(PAGE)).close();
    });
  });

  describe('with a write-ahead log that a killed process left', () => {
    let appended: readonly Append[];

    beforeEach(async () => {
      const database = await openSqliteDatabase({
        file: join(folder.path, 'running.db'),
        logger: silentLogger,
      });
      appended = await append(database, 20);
      copyFileSync(join(folder.path, 'running.db'), file);
      copyFileSync(join(folder.path, 'running.db-wal'), log);
      await database.close();
    });

    const stored = async (): Promise<number> => {
      const database = await open();
      const found = await Promise.all(
        appended.map(({ conversation }) =>
          answer(sqliteConversationLog(database).load(conversation.id)),
        ),
      );
      await database.close();
      return found.filter(isSome).length;
    };

    const frames = (): number => (readFileSync(log).length - LOG_HEADER) / FRAME;

    it('is opened where nothing is wrong with that', async () => {
      expect(await stored()).to.equal(20);
    });

    it('is refused where that broke before what was committed, and opened once that is cut off', async () => {
      const middle = LOG_HEADER + Math.floor(frames() / 2) * FRAME;
      // In the salt, in the checksum, in the page.
      for (const at of [8, 17, 2_000]) {
        flip(log, middle + at);
        await expectRefused(
          new RegExp(`log is damaged at byte ${middle}, .* truncate -s ${middle}`),
        );
        flip(log, middle + at);
      }
      flip(log, middle + 100);
      truncateSync(log, middle);
      expect(await stored()).to.be.within(1, 19);
    });

    /** Where the frames of each commit begin, in the order in which these were made. */
    const commits = (): readonly (readonly number[])[] => {
      const bytes = readFileSync(log);
      const found: number[][] = [[]];
      for (let at = LOG_HEADER; at < bytes.length; at += FRAME) {
        found.at(-1)?.push(at);
        if (bytes.readUInt32BE(at + 4) > 0 && at + FRAME < bytes.length) found.push([]);
      }
      return found;
    };

    it('is opened whatever of the last commit, which nobody was told of, did not come to the disk', async () => {
      const whole = readFileSync(log);
      const last = commits().at(-1) ?? [];
      expect(last.length).to.be.at.least(3);
      for (const missing of [...last.map((at) => [at]), last.slice(0, -1), last]) {
        changeBytes(log, (bytes) => missing.forEach((at) => bytes.fill(0, at, at + FRAME)));
        expect(await stored()).to.equal(19);
        writeFileSync(log, whole);
      }
    });

    it('is refused where that broke anywhere in a commit that another one followed', async () => {
      for (const at of commits().at(-2) ?? []) {
        flip(log, at + 2_000);
        await expectRefused(new RegExp(`log is damaged at byte ${at}, `));
        flip(log, at + 2_000);
      }
    });

    it('is looked at again where that breaks, since somebody may be writing it just then', async () => {
      const [at = 0] = commits().at(-2) ?? [];
      flip(log, at + 2_000);
      const still = refuseDamagedLog(file, () => Promise.resolve());
      expect(await still.catch(String)).to.contain(`log is damaged at byte ${at}, `);
      await refuseDamagedLog(file, () => {
        flip(log, at + 2_000);
        return Promise.resolve();
      });
      expect(await stored()).to.equal(20);
    });

    it('is refused where that lost its beginning', async () => {
      flip(log, 5);
      await expectRefused(/log is damaged at byte 0, /);
    });

    it('is opened where only the end of that did not come to the disk', async () => {
      const whole = readFileSync(log);
      flip(log, whole.length - 10);
      expect(await stored()).to.equal(19);
      writeFileSync(log, whole.subarray(0, whole.length - 10));
      expect(await stored()).to.equal(19);
    });

    it('is opened where that was just being made', async () => {
      writeFileSync(log, Buffer.alloc(LOG_HEADER + FRAME));
      expect(await refusal()).to.equal('opened');
    });

    it('is refused where the database is empty, and that is not', async () => {
      truncateSync(file, 0);
      await expectRefused(/write-ahead log .* is there, and the database is not/);
      expect(existsSync(log), 'SQLite would remove it').to.be.true;
    });
  });

  it("is none where it is another program's, by its own word", async () => {
    const other = new DatabaseSync(file);
    other.exec('PRAGMA application_id = 1196444487');
    other.close();
    await expectRefused(/another program's database. Choose another DATA_DIR/);
  });

  it('is ours by its own word', async () => {
    const { db, close } = await open();
    expect(db.prepare('PRAGMA application_id').get()).to.deep.include({
      application_id: Buffer.from('SwBd').readUInt32BE(),
    });
    await close();
  });
});
