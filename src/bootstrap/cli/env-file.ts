import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Option } from 'commander';
import { messageOf } from '../../adapters/outbound/common/message-of.js';

/** Of every command that reads the configuration. */
export interface EnvFileOptions {
  readonly envFile?: string;
}

export const envFileOption = (): Option =>
  new Option(
    '--env-file <path>',
    'a file of variables, as lines NAME=value; what the environment has wins over it',
  );

/** A comment, or a value, which goes over lines where it is quoted; with what follows in its line, such as another comment. */
const COMMENT_OR_VALUE = /^[ \t]*#.*|=[ \t]*(["'`])[^]*?\1.*|=.*/gm;

const LINE = /^\s*((export\s+)?[\w.-]+\s*=)?\s*$/;

/** Node's parser passes over what it cannot read: a colon for `=` would set nothing, and a certificate be an empty file. */
const refuseOtherLines = (text: string): void => {
  const names = text.replace(COMMENT_OR_VALUE, (found) =>
    found.startsWith('=') ? `=${found.replaceAll(/[^\n]/g, '')}` : '',
  );
  const wrong = names.split(/\r?\n/).findIndex((line) => !LINE.test(line));
  if (wrong >= 0) throw new Error(`line ${wrong + 1} is no NAME=value`);
};

/** @throws Error that names the file, where it cannot be read, and the first line that is none of a variable */
export const readEnvFile = (path: string): Readonly<Record<string, string | undefined>> => {
  try {
    // Editors of Windows put a mark before the first name.
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    refuseOtherLines(text);
    return parseEnv(text);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`The file of --env-file, ${path}, cannot be read: ${why}`, { cause: error });
  }
};
