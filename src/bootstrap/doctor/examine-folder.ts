import { accessSync, constants, existsSync, type StatsFs, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Examine,
  failed,
  type Finding,
  ok,
  warning,
} from '../../adapters/outbound/common/examination.js';
import { isFolder } from '../data-dir.js';
import { SECRET_FILE } from '../development-secret.js';
import { DATABASE_FILE } from '../stores.js';
import { messageOf } from '../../adapters/outbound/common/message-of.js';

const MIB = 1024 * 1024;

/** MiB: below the first nothing may be stored soon, below the second somebody should know. */
const SPACE = { failed: 64, warning: 1_024 } as const;

/** What may be read or written by others than its owner. */
const OTHERS = 0o077;

const nearest = (path: string): string =>
  existsSync(path) ? path : nearest(dirname(resolve(path)));

/** What a disk has free, in blocks of so many bytes. */
type Statfs = (folder: string) => Pick<StatsFs, 'bavail' | 'bsize'>;

const spaceFinding = ({ bavail, bsize }: ReturnType<Statfs>): Finding => {
  const free = Math.floor((bavail * bsize) / MIB);
  const says = `${free.toLocaleString('en')} MiB are free for DATA_DIR`;
  if (free < SPACE.failed) return failed('disk', says, 'Make room: a full disk refuses messages.');
  return free < SPACE.warning
    ? warning('disk', says, 'Make room before the disk is full.')
    : ok('disk', says);
};

const modeFindings = (dataDir: string): readonly Finding[] => {
  const wanted = [
    [dataDir, 0o700],
    [join(dataDir, DATABASE_FILE), 0o600],
    [join(dataDir, SECRET_FILE), 0o600],
  ] as const;
  const there = wanted.filter(([path]) => existsSync(path));
  const open = there.filter(([path]) => (statSync(path).mode & OTHERS) !== 0);
  if (open.length === 0) return [ok('modes', 'what is in DATA_DIR is its owner’s alone')];
  return open.map(([path, mode]) =>
    warning('modes', `${path} can be read by others`, `chmod ${mode.toString(8)} ${path}`),
  );
};

/** Whether the data folder can be used, has room, and is its owner's alone. */
export const examineFolder =
  (dataDir: string, statfs: Statfs = statfsSync): Examine =>
  () => {
    const there = nearest(dataDir);
    const findings: Finding[] = [];
    try {
      if (!isFolder(there)) throw new Error(`${there} is a file, and no folder`);
      accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
      findings.push(
        there === dataDir
          ? ok('data folder', `${dataDir} can be written`)
          : ok('data folder', `${dataDir} is made at the first start`),
        spaceFinding(statfs(there)),
      );
      if (there === dataDir) findings.push(...modeFindings(dataDir));
    } catch (error) {
      const why = messageOf(error);
      findings.push(failed('data folder', why, 'See DATA_DIR: the server must own it.'));
    }
    return Promise.resolve(findings);
  };
