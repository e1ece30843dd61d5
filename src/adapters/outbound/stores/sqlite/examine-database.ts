import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type Examine, failed, type Finding, ok } from '../../common/examination.js';
import { messageOf } from '../../common/message-of.js';
import { integrityOf, Unreadable } from './integrity.js';
import { MIGRATIONS } from './migrations.js';
import { openUntouched } from './open-untouched.js';
import { lack } from './refuse-damage.js';
import { refuseOthers } from './sqlite-connection.js';
import { refuseDamagedLog } from './write-ahead-log.js';

const BACKUP = 'Restore a backup, or name another DATA_DIR.';

const UNREADABLE =
  'It may be whole: see who owns it and its folder, and which other program has it, and look again.';

const schemaFinding = (db: DatabaseSync): Finding => {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  const newest = MIGRATIONS.length;
  if (version !== newest) {
    return ok('store version', `${version}; the next start brings it to ${newest}`);
  }
  const lacked = lack(db);
  return lacked === null
    ? ok('store version', `${version}, the newest`)
    : failed('store version', `${version}, but ${lacked.what}`, lacked.remedy);
};

const findingsIn = (file: string): readonly Finding[] => {
  const db = openUntouched(file);
  try {
    refuseOthers(db);
    return [ok('store', 'is whole'), schemaFinding(db)];
  } finally {
    db.close();
  }
};

export const examineSqlite =
  (file: string): Examine =>
  async (signal) => {
    if (!existsSync(file)) return [ok('store', `${file} is made at the first start`)];
    try {
      await refuseDamagedLog(file);
      const integrity = await integrityOf(file, 'another', signal);
      return integrity === 'ok'
        ? findingsIn(file)
        : [failed('store', `${file} is damaged: ${integrity}`, BACKUP)];
    } catch (error) {
      const advice = error instanceof Unreadable ? UNREADABLE : BACKUP;
      return [failed('store', `${file} cannot be used: ${messageOf(error)}`, advice)];
    }
  };
