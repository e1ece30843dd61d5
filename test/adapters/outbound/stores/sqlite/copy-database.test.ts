import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { copyDatabase } from '../../../../../src/adapters/outbound/stores/sqlite/copy-database.js';
import { type TemporaryFolder, temporaryFolder } from '../../../../support/temporary-folder.js';

/** Bytes. */
const PAGE = 4_096;
const FILE_HEADER = 100;

/** Which a copy takes several looks for. */
const PAGES = 5_000;

describe('a copy of a SQLite database', () => {
  let folder: TemporaryFolder;
  let file: string;
  let copy: string;
  let db: DatabaseSync;

  beforeEach(() => {
    folder = temporaryFolder();
    [file, copy] = [join(folder.path, 'a.sqlite'), join(folder.path, 'b.sqlite')];
    db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE rows (content BLOB NOT NULL)');
    const insert = db.prepare('INSERT INTO rows VALUES (zeroblob(4000))');
    db.exec('BEGIN');
    for (let page = 0; page < PAGES; page += 1) insert.run();
    db.exec('COMMIT');
  });
  afterEach(() => {
    db.close();
    folder.remove();
  });

  const rowsIn = (path: string): unknown => {
    const opened = new DatabaseSync(path);
    try {
      return opened.prepare('SELECT count(*) AS rows FROM rows').get()?.['rows'];
    } finally {
      opened.close();
    }
  };

  it('is of the moment when it began, and comes to an end, however much is written meanwhile', async () => {
    const looks: number[] = [];
    const insert = db.prepare('INSERT INTO rows VALUES (zeroblob(4000))');
    await copyDatabase(file, copy, (pages) => {
      looks.push(pages);
      if (looks.length > PAGES) throw new Error('it begins again with each commit');
      insert.run();
    });
    expect(looks.length).to.be.greaterThan(2);
    expect(looks).to.deep.equal(looks.toSorted((one, other) => one - other));
    expect(rowsIn(copy)).to.equal(PAGES);
    expect(rowsIn(file)).to.equal(PAGES + looks.length);
    expect(statSync(copy).mode & 0o777).to.equal(0o600);
  });

  it('ends where it is told to', async () => {
    const copying = copyDatabase(file, copy, () => {
      throw new Error('enough');
    });
    expect(await copying.catch(String)).to.equal('Error: enough');
  });

  it('holds up no log that is to begin anew once it is over', async () => {
    await copyDatabase(file, copy, () => db.exec('INSERT INTO rows VALUES (zeroblob(9))'));
    expect(db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).to.include({ busy: 0 });
  });

  it('is ended by a signal while it is checked', async () => {
    const stopping = new AbortController();
    const copying = copyDatabase(file, copy, () => stopping.abort(), stopping.signal);
    const why = await copying.catch((error: unknown) => error);
    expect(why).to.include({ name: 'AbortError' });
  });

  it('is refused where the write-ahead log broke before what was committed, which SQLite passes over', async () => {
    const killed = join(folder.path, 'killed.sqlite');
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    for (let commit = 0; commit < 9; commit += 1) db.exec('INSERT INTO rows VALUES (zeroblob(9))');
    copyFileSync(file, killed);
    const log = readFileSync(`${file}-wal`);
    log.fill(0xff, log.length >> 1, (log.length >> 1) + 100);
    writeFileSync(`${killed}-wal`, log);
    const said = await copyDatabase(killed, copy, () => undefined).catch(String);
    expect(said).to.match(
      /killed\.sqlite cannot be copied: its write-ahead log is damaged at byte/,
    );
    expect(existsSync(copy)).to.equal(false);
    expect(readFileSync(`${killed}-wal`).equals(log), 'it is left as it is').to.equal(true);
  });

  it('is refused in a line, wherever it is damaged', async () => {
    db.exec('CREATE VIRTUAL TABLE words USING fts5 (text); PRAGMA wal_checkpoint(TRUNCATE)');
    const rootOf = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?');
    const whole = readFileSync(file);
    const damaged = join(folder.path, 'damaged.sqlite');
    for (const [where, why] of [
      ['sqlite_schema', /damaged\.sqlite cannot be copied: database disk image is malformed$/],
      ['rows', /the copy is damaged, as the database is: .*Tree \d+ page \d+/],
      [
        'words_config',
        /the copy is damaged, as the database is: vtable constructor failed: words$/,
      ],
    ] as const) {
      const at = (Number(rootOf.get(where)?.['rootpage'] ?? 1) - 1) * PAGE;
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, Math.max(at, FILE_HEADER), at + PAGE);
      writeFileSync(damaged, bytes);
      const said = await copyDatabase(damaged, `${copy}-${where}`, () => undefined).catch(String);
      expect(said).to.match(why).and.not.contain('\n');
    }
  });

  it('is refused of what is damaged, and of what is no database', async () => {
    db.exec('CREATE TABLE short (n INTEGER CHECK (n < 5))');
    db.exec('PRAGMA ignore_check_constraints = ON; INSERT INTO short VALUES (7)');
    expect(await copyDatabase(file, copy, () => undefined).catch(String)).to.match(
      /damaged.*CHECK/,
    );
    const nothing = join(folder.path, 'nothing.sqlite');
    expect(
      await copyDatabase(nothing, join(folder.path, 'c'), () => undefined).catch(String),
    ).to.match(/unable to open/);
    expect(existsSync(nothing)).to.equal(false);
  });
});
