import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cannotBeOpened, makeDataDir } from './data-dir.js';

/** Bytes: a shorter secret can be guessed. */
export const MIN_SECRET = 32;

/** In the data folder. */
export const SECRET_FILE = 'development-secret';

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const read = (file: string): string | null => {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (Buffer.byteLength(secret) >= MIN_SECRET) return secret;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw cannotBeOpened(file, error);
  }
  throw new Error(`${file} is too short for a secret: remove it, and another will be made`);
};

/**
 * The one that is kept there; null where none is.
 * @throws Error that names the file, when it cannot be read, or what is kept there is too short
 */
export const keptSecret = (dataDir: string): string | null => read(join(dataDir, SECRET_FILE));

/** Under its name it is there whole or not at all, whoever else makes one: whether it was made here. */
const make = (dataDir: string, file: string): boolean => {
  const draft = join(dataDir, `${SECRET_FILE}.${randomUUID()}`);
  try {
    writeFileSync(draft, `${randomBytes(MIN_SECRET).toString('base64url')}\n`, { mode: 0o600 });
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw cannotBeOpened(file, error);
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
};

/**
 * The secret of a development server, made on the first call and kept in the data folder, so that the
 * tokens of yesterday work today. The server and the `token` command may both be the first.
 * @param onMade is told the file where one was made
 * @throws Error that names the file, when it or the folder cannot be used, or what is kept there is too short
 */
export const developmentSecret = (
  dataDir: string,
  onMade: (file: string) => void = () => undefined,
): string => {
  makeDataDir(dataDir);
  const file = join(dataDir, SECRET_FILE);
  const kept = read(file);
  if (kept !== null) return kept;
  if (make(dataDir, file)) onMade(resolve(file));
  return developmentSecret(dataDir);
};
