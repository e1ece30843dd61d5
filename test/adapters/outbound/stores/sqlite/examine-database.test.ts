import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { examineSqlite } from '../../../../../src/adapters/outbound/stores/sqlite/examine-database.js';
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

    it('since it is a folder', async () => {
      rmSync(file);
      mkdirSync(file);
      await expectUnknown(/cannot be used: /);
    });
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

    /** What is found, and after how many looks, where somebody writes at each. */
    const found = async (write: (look: number) => void) => {
      let looks = 0;
      const findings = await examineSqlite(file, () => write((looks += 1)))(NEVER);
      return [findings[0]?.level, looks];
    };

    beforeEach(() => {
      whole = readFileSync(file);
      writeFileSync(file, Buffer.from(whole).fill(0xff, PAGE, 2 * PAGE));
    });

    it('is looked at again where somebody has written meanwhile', async () => {
      expect(await found(() => writeFileSync(file, whole))).to.deep.equal(['ok', 2]);
    });

    it('is told of its damage at once where nobody has', async () => {
      expect(await found(() => undefined)).to.deep.equal(['failed', 1]);
    });

    it('is told of it in the end, however often that is', async () => {
      const touch = (look: number): void => utimesSync(file, look, look);
      expect(await found(touch)).to.deep.equal(['failed', 3]);
    });
  });
});
