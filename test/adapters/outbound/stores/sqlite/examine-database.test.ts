import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import {
  examineSqlite,
  lookOnce,
} from '../../../../../src/adapters/outbound/stores/sqlite/examine-database.js';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { NEVER } from '../../../../support/never.js';
import { type TemporaryFolder, temporaryFolder } from '../../../../support/temporary-folder.js';

/** Bytes. */
const PAGE = 4_096;
const FILE_HEADER = 100;

describe('doctor, of a SQLite database', () => {
  let folder: TemporaryFolder;
  let file: string;

  beforeEach(async () => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.sqlite');
    await (await sqliteStore({ file, logger: silentLogger })).close();
  });
  afterEach(() => folder.remove());

  /** The first page of each table, and of the schema itself. */
  const roots = (): ReadonlyMap<string, number> => {
    const db = new DatabaseSync(file, { readOnly: true });
    const rows = db.prepare('SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0').all();
    db.close();
    return new Map([
      ['sqlite_schema', 1],
      ...rows.map(({ name, rootpage }) => [String(name), Number(rootpage)] as const),
    ]);
  };

  it('is told in a line that it is damaged, wherever it is', async () => {
    const whole = readFileSync(file);
    for (const [name, page] of roots()) {
      const bytes = Buffer.from(whole);
      const at = (page - 1) * PAGE;
      bytes.fill(0xff, Math.max(at, FILE_HEADER), at + PAGE);
      writeFileSync(file, bytes);
      const findings = await examineSqlite(file)(NEVER);
      expect(findings, name).to.have.length(1);
      expect(findings[0], name).to.include({ name: 'store', level: 'failed' });
      expect(findings[0]?.says, name).not.to.contain('\n');
      expect(findings[0]?.advice).to.match(/^Restore a backup/);
    }
  });

  describe('is told of none where nothing is known of it, and of no backup', () => {
    const expectUnknown = async (why: RegExp): Promise<void> => {
      const [found, ...others] = await examineSqlite(file)(NEVER);
      expect(others).to.deep.equal([]);
      expect(found).to.include({ name: 'store', level: 'failed' });
      expect(found?.says).to.match(why).and.not.contain('damaged');
      expect(found?.advice)
        .to.match(/^It may be whole/)
        .and.not.match(/backup/i);
    };

    it('since another program has it to itself', async () => {
      const other = new DatabaseSync(file);
      other.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
      other.exec('CREATE TABLE more (n INTEGER); COMMIT');
      await expectUnknown(/cannot be used: .*locked/);
      other.close();
    });

    it('since its write-ahead log cannot be read', async () => {
      mkdirSync(`${file}-wal`);
      await expectUnknown(/cannot be used: /);
    });

    it('since it is a folder', async () => {
      rmSync(file);
      mkdirSync(file);
      await expectUnknown(/cannot be used: /);
    });
  });

  it('is told what it lacks, and what to do about that', async () => {
    const drop = (sql: string): void => {
      const db = new DatabaseSync(file);
      db.exec(sql);
      db.close();
    };
    drop('DROP TABLE tickets');
    const [whole, derived] = await examineSqlite(file)(NEVER);
    expect(whole).to.include({ name: 'store', level: 'ok' });
    expect(derived).to.include({ name: 'store version', level: 'failed' });
    expect(derived?.says).to.match(/, but it has no table tickets$/);
    expect(derived?.advice).to.match(/doctor --rebuild/);
    drop('DROP TABLE staff');
    const [, lost] = await examineSqlite(file)(NEVER);
    expect(lost?.says).to.match(/it has no table staff, no table tickets$/);
    expect(lost?.advice).to.match(/^Restore a backup/);
  });

  it('is told that its write-ahead log has no database', async () => {
    rmSync(file);
    writeFileSync(`${file}-wal`, 'of a database');
    const [found] = await examineSqlite(file)(NEVER);
    expect(found?.says).to.match(/write-ahead log .* is there, and the database is not$/);
    expect(found?.advice).to.match(/^Bring back both/);
  });

  it('is told that its search can be made anew, where that alone is damaged', async () => {
    const db = new DatabaseSync(file, { defensive: false });
    db.exec('DELETE FROM search_data');
    db.close();
    const [found] = await examineSqlite(file)(NEVER);
    expect(found?.says).to.match(/is damaged: .*fts5/);
    expect(found?.advice).to.match(/doctor --rebuild/);
  });

  describe('is read without locks where nobody has it, and so', () => {
    let whole: Buffer;

    /** What is found, and after how many looks, where somebody writes at the end of each. */
    const found = async (write: (looks: number) => void) => {
      let looks = 0;
      const [first] = await examineSqlite(file, async (at, signal) => {
        const findings = await lookOnce(at, signal);
        write((looks += 1));
        return findings;
      })(NEVER);
      return [first?.level, looks];
    };

    beforeEach(() => {
      whole = readFileSync(file);
      writeFileSync(file, Buffer.from(whole).fill(0xff, PAGE, 2 * PAGE));
    });

    it('is looked at again where somebody has written meanwhile', async () => {
      expect(await found(() => writeFileSync(file, whole))).to.deep.equal(['ok', 2]);
    });

    it('is looked at again where somebody has begun to: all is beside it yet', async () => {
      const begin = (): void => writeFileSync(`${file}-wal`, '');
      expect(await found(begin)).to.deep.equal(['failed', 2]);
    });

    it('is looked at once where somebody had it before, since then it is read with locks', async () => {
      writeFileSync(`${file}-wal`, '');
      const touch = (looks: number): void => utimesSync(file, looks, looks);
      expect(await found(touch)).to.deep.equal(['failed', 1]);
    });

    it('is told of its damage at once where nobody has', async () => {
      expect(await found(() => undefined)).to.deep.equal(['failed', 1]);
    });

    it('is told of it in the end, however often that is', async () => {
      const touch = (looks: number): void => utimesSync(file, looks, looks);
      expect(await found(touch)).to.deep.equal(['failed', 3]);
    });
  });
});
