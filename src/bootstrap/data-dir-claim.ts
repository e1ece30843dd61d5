import { accessSync, constants, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { makeOwnFile } from '../adapters/outbound/common/owner-only.js';
import { type ProcessLock, processLock } from '../adapters/outbound/common/process-lock.js';
import { cannotBeOpened, makeDataDir } from './data-dir.js';
import { linkedElsewhere } from './linked-elsewhere.js';
import type { StoreName } from './stores.js';

const LOCK = 'server.lock';
const NOTE = 'running-server';

/** Milliseconds for a server that is just ending, or has the lock and has not yet said who it is. */
const PATIENCE = 1_000;

const ServerNote = t.readonly(
  t.type({
    pid: t.number,
    host: t.string,
    doing: t.union([t.literal('serving'), t.literal('rebuilding'), t.undefined]),
    /** Null until it listens. */
    url: t.union([t.string, t.null]),
    since: t.string,
  }),
);

/** Who has a data folder; what it does is not told by older versions, which serve. */
type ServerNote = t.TypeOf<typeof ServerNote>;

/** That a data folder is one server's, until it is closed or its process ends. */
export interface DataDirClaim {
  /** The server that had it before, and was killed; null where that one stopped, or there was none. */
  readonly killed: ServerNote | null;
  listensAt(url: string): void;
  close(): Promise<void>;
}

/** @param patience milliseconds for a server that is just ending */
type ClaimDataDir = (
  dataDir: string,
  doing: 'serving' | 'rebuilding',
  patience?: number,
) => DataDirClaim;

/** Whatever else is in the file is no news of a server. */
const readNote = (file: string): ServerNote | null => {
  try {
    const note = ServerNote.decode(JSON.parse(readFileSync(file, 'utf8')));
    return isRight(note) ? note.right : null;
  } catch {
    return null;
  }
};

/** Who has a data folder, as far as it has said so; one that was killed has not taken that back. */
export const runningServer = (dataDir: string): ServerNote | null => readNote(join(dataDir, NOTE));

const remove = (file: string): void => {
  try {
    rmSync(file, { force: true });
  } catch {
    // What is left there says no more than that a server was killed.
  }
};

/** Whole or not at all, for whoever reads it meanwhile; on a full disk not at all, since the lock is what counts. */
const writeNote = (file: string, note: ServerNote): void => {
  const draft = `${file}.new`;
  remove(draft);
  try {
    writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch {
    remove(draft);
    remove(file);
  }
};

const whoIs = (note: ServerNote | null): string => {
  if (note === null) return 'which does not say who it is';
  const { pid, host, url, since } = note;
  return `process ${pid} on ${host}, ${url === null ? 'which is starting' : `at ${url}`}, since ${since}`;
};

const refusal = (dataDir: string, has: ServerNote | null): string =>
  has?.doing === 'rebuilding'
    ? `${dataDir} is being set right by doctor --rebuild: process ${has.pid} on ${has.host}, since ${has.since}. ` +
      'Wait until it has ended.'
    : `${dataDir} is another server's: ${whoIs(has)}. Stop that one, or start this one with a DATA_DIR ` +
      'of its own; servers that share their conversations need STORE=mongodb.';

const lock = (dataDir: string, patience: number): ProcessLock | null => {
  const file = join(dataDir, LOCK);
  try {
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    // One that is there is never opened but by SQLite: to close it would let go of its locks.
    makeOwnFile(file);
    return processLock(file, patience);
  } catch (error) {
    throw cannotBeOpened(file, error);
  }
};

/**
 * Makes a data folder one server's: who is connected to another one on the same files would hear nothing of what
 * comes in here.
 * @throws Error that names the server that has it, or why it cannot be had
 */
const claimDataDir: ClaimDataDir = (dataDir, doing, patience = PATIENCE) => {
  makeDataDir(dataDir);
  const link = linkedElsewhere(dataDir);
  if (link !== null) throw new Error(`${link.why}. ${link.advice}`);
  const held = lock(dataDir, patience);
  const file = join(dataDir, NOTE);
  const before = readNote(file);
  if (held === null) throw new Error(refusal(dataDir, before));
  const note = { doing, pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeNote(file, { ...note, url: null });
  return {
    killed: before,
    listensAt: (url) => writeNote(file, { ...note, url }),
    close: () => {
      remove(file);
      held.close();
      return Promise.resolve();
    },
  };
};

/** Nodes may share the folder. */
const shared = (): DataDirClaim => ({
  killed: null,
  listensAt: () => undefined,
  close: () => Promise.resolve(),
});

/** Whose the data folder is while a server runs, by its name in STORE. */
export const dataDirClaims: Readonly<Record<StoreName, ClaimDataDir>> = {
  sqlite: claimDataDir,
  mongodb: shared,
  memory: shared,
};
