import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type Examine, failed, type Finding, ok } from '../../common/examination.js';
import { messageOf } from '../../common/message-of.js';
import { DatabaseFault } from './database-fault.js';
import { integrityOf } from './integrity.js';
import { MIGRATIONS } from './migrations.js';
import { openUntouched } from './open-untouched.js';
import { refuseMissingParts, remedyFor } from './refuse-damage.js';
import { refuseOthers } from './sqlite-connection.js';
import { refuseDamagedLog } from './write-ahead-log.js';

/** Where nothing is known of it. */
const UNKNOWN =
  'It may be whole: see who owns it and its folder, and which other program has it, and look again.';

const schemaFinding = (db: DatabaseSync): Finding => {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  const newest = MIGRATIONS.length;
  if (version !== newest) {
    return ok('store version', `${version}; the next start brings it to ${newest}`);
  }
  try {
    refuseMissingParts(db, false);
    return ok('store version', `${version}, the newest`);
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    return failed('store version', `${version}, but ${error.what}`, error.remedy);
  }
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

/** One look: without locks where nobody has the file, so that nothing is made beside it. */
export const lookOnce = async (file: string, signal: AbortSignal): Promise<readonly Finding[]> => {
  try {
    await refuseDamagedLog(file);
    const entry = statSync(file, { throwIfNoEntry: false });
    if (entry === undefined) return [ok('store', `${file} is made at the first start`)];
    if (!entry.isFile()) throw new Error('it is no file');
    const found = await integrityOf(file, 'another', signal);
    if (found !== 'ok') return [failed('store', `${file} is damaged: ${found}`, remedyFor(found))];
    return findingsIn(file);
  } catch (error) {
    const isKnown = error instanceof DatabaseFault;
    const why = isKnown ? error.what : messageOf(error);
    return [failed('store', `${file} cannot be used: ${why}`, isKnown ? error.remedy : UNKNOWN)];
  }
};

/** Looks before what is found is believed that others changed meanwhile. */
const LOOKS = 3;

/** What changes when somebody writes to a database. */
const traceOf = (file: string): string => {
  const found = existsSync(file) ? statSync(file, { bigint: true }) : undefined;
  return `${found?.mtimeNs} ${existsSync(`${file}-wal`)}`;
};

/** Whether a database is whole, of this version's schema, and ours; a finding of damage is made sure of. */
export const examineSqlite =
  (file: string, look = lookOnce): Examine =>
  async (signal) => {
    for (let looks = 1; ; looks += 1) {
      const before = traceOf(file);
      const wasLocked = existsSync(`${file}-wal`);
      const findings = await look(file, signal);
      const isWell = findings.every(({ level }) => level !== 'failed');
      // What nobody had is read without locks: who begins to write meanwhile has a whole one look damaged.
      if (isWell || wasLocked || traceOf(file) === before) return findings;
      if (looks === LOOKS || signal.aborted) return findings;
    }
  };
