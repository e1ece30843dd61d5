import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type Examine, failed, type Finding, ok } from '../../common/examination.js';
import { messageOf } from '../../common/message-of.js';
import { integrityOf, Unreadable } from './integrity.js';
import { MIGRATIONS } from './migrations.js';
import { openUntouched } from './open-untouched.js';
import { lack, rebuilding } from './refuse-damage.js';
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

const look = async (file: string, signal: AbortSignal): Promise<readonly Finding[]> => {
  try {
    await refuseDamagedLog(file);
    const integrity = await integrityOf(file, 'another', signal);
    return integrity === 'ok'
      ? findingsIn(file)
      : [failed('store', `${file} is damaged: ${integrity}`, rebuilding(integrity) ?? BACKUP)];
  } catch (error) {
    const advice = error instanceof Unreadable ? UNREADABLE : BACKUP;
    return [failed('store', `${file} cannot be used: ${messageOf(error)}`, advice)];
  }
};

/** Looks before what is found is believed that others changed meanwhile. */
const LOOKS = 3;

/** What changes when somebody writes to a database. */
const traceOf = (file: string): string => {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return `${found?.ino} ${found?.size} ${found?.mtimeNs} ${existsSync(`${file}-wal`)}`;
};

/** @param seen is called after each look, before it is known whether it counts */
export const examineSqlite =
  (file: string, seen: () => void = () => undefined): Examine =>
  async (signal) => {
    if (!existsSync(file)) return [ok('store', `${file} is made at the first start`)];
    for (let looks = 1; ; looks += 1) {
      const before = traceOf(file);
      const findings = await look(file, signal);
      seen();
      // What nobody had is read without locks: who begins to write meanwhile has a whole one look damaged.
      const isSure = findings.every(({ level }) => level !== 'failed') || traceOf(file) === before;
      if (isSure || looks === LOOKS || signal.aborted) return findings;
    }
  };
