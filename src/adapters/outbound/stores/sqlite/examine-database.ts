import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type Examine, failed, type Finding, ok } from '../../common/examination.js';
import { MIGRATIONS } from './migrations.js';
import { refuseOthers } from './sqlite-connection.js';
import { refuseDamagedLog } from './write-ahead-log.js';
import { messageOf } from '../../common/message-of.js';

const BACKUP = 'Restore a backup, or name another DATA_DIR.';

/** Where nobody else has it no file is made beside it, as one who opens it by itself would. */
const openUntouched = (file: string): DatabaseSync => {
  if (existsSync(`${file}-wal`)) return new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
};

const findingsIn = (db: DatabaseSync): readonly Finding[] => {
  const [first] = db.prepare('PRAGMA integrity_check(1)').all();
  const integrity = String(first?.['integrity_check']);
  if (integrity !== 'ok') return [failed('store', `is damaged: ${integrity}`, BACKUP)];
  refuseOthers(db);
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  const newest = MIGRATIONS.length;
  return [
    ok('store', 'is whole'),
    version === newest
      ? ok('store version', `${version}, the newest`)
      : ok('store version', `${version}; the next start brings it to ${newest}`),
  ];
};

export const examineSqlite =
  (file: string): Examine =>
  async () => {
    if (!existsSync(file)) return [ok('store', `${file} is made at the first start`)];
    let db: DatabaseSync | null = null;
    try {
      await refuseDamagedLog(file);
      db = openUntouched(file);
      return findingsIn(db);
    } catch (error) {
      const why = messageOf(error);
      return [failed('store', `${file} cannot be used: ${why}`, BACKUP)];
    } finally {
      db?.close();
    }
  };
