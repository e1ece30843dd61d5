import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import { readConfig } from '../../../src/bootstrap/config.js';
import { stores } from '../../../src/bootstrap/stores.js';
import { customer } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { message, opening } from '../../support/appends.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { expectRight } from '../../support/expect-either.js';
import { silentLogger } from '../../support/fixed-ports.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const MAIN = fileURLToPath(new URL('../../../src/bootstrap/cli/main.js', import.meta.url));
const PRINT_MEMORY = new URL('./print-memory.js', import.meta.url).href;

const [conversations = 2_000, messages = 50, characters = 100] = process.argv.slice(2).map(Number);

/** Conversations that are filled together. */
const TOGETHER = 50;

type Environment = Readonly<Record<string, string>>;

const fill = async (environment: Environment): Promise<void> => {
  const store = await stores.sqlite(expectRight(readConfig(environment)), silentLogger);
  const text = 'x'.repeat(characters);
  for (let first = 0; first < conversations; first += TOGETHER) {
    const count = Math.min(TOGETHER, conversations - first);
    let appends: readonly Append[] = Array.from({ length: count }, (_, n) =>
      opening({ owner: customer(`c${first + n}`), channel: SINGLE_OPEN, name: 'm0', text }),
    );
    await answer(store.log.append(appends));
    for (let n = 1; n < messages; n += 1) {
      appends = appends.map(({ conversation }) => message(conversation, { name: `m${n}`, text }));
      await answer(store.log.append(appends));
    }
  }
  await store.close();
};

/** Runs a command to its end; what it and its memory come to goes to standard output. */
const measure = (name: string, args: readonly string[], environment: Environment): void => {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', PRINT_MEMORY, MAIN, ...args],
    {
      env: { PATH: process.env['PATH'], ...environment },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const memory = stderr.trimEnd().split('\n').at(-1) ?? '';
  process.stdout.write(`${name.padEnd(16)} ${seconds.padStart(6)} s ${memory.padStart(9)}\n`);
};

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
};

/** A way from SQLite to every other place, each time as processes of their own. */
const run = async (folder: string): Promise<void> => {
  const at = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const file = join(folder, 'export.ndjson');
  const from = { STORE: 'sqlite', DATA_DIR: at('from') };
  await fill(from);
  measure('sqlite export', ['export', file], from);
  process.stdout.write(`${Math.round(statSync(file).size / 1_000_000)} MB\n`);
  const uri = process.env['MONGODB_URI'];
  const to: readonly (readonly [string, Environment])[] = [
    ['sqlite', { STORE: 'sqlite', DATA_DIR: at('to') }],
    ...(uri === undefined ? [] : [['mongodb', { STORE: 'mongodb', MONGODB_URI: uri }] as const]),
  ];
  for (const [name, environment] of to) {
    measure(`${name} import`, ['import', file], environment);
    const again = join(folder, `${name}.ndjson`);
    measure(`${name} export`, ['export', again], environment);
    if ((await hashOf(again)) !== (await hashOf(file))) throw new Error(`${name} differs`);
  }
};

const folder = temporaryFolder();
try {
  await run(folder.path);
} finally {
  folder.remove();
}
