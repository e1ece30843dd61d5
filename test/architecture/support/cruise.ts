import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as t from 'io-ts';
import { expectRight } from '../../support/expect-either.js';
import { PROJECT } from './tree.js';

const Report = t.type({
  modules: t.array(t.type({ source: t.string })),
  summary: t.type({
    violations: t.array(t.type({ from: t.string, rule: t.type({ name: t.string }) })),
  }),
});

export interface Cruised {
  /** Files under src that were looked at. */
  readonly modules: readonly string[];
  /** The names of the rules that each file broke. */
  readonly broken: ReadonlyMap<string, ReadonlySet<string>>;
}

const COMMAND = join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const CONFIG = '.dependency-cruiser.mjs';

/** Runs what `npm run architecture` runs, in that folder. */
export const cruise = (root: string): Cruised => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [COMMAND, 'src', '--config', CONFIG, '--output-type', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(`dependency-cruiser said nothing but ${stderr}`);
  const { modules, summary } = expectRight(Report.decode(JSON.parse(stdout)));
  const broken = new Map<string, Set<string>>();
  for (const { from, rule } of summary.violations) {
    broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
  }
  const sources = modules.map(({ source }) => source);
  return { modules: sources.filter((source) => source.startsWith('src/')), broken };
};

const Config = t.type({
  default: t.type({ forbidden: t.array(t.type({ name: t.string })) }),
});

export const ruleNames = async (): Promise<readonly string[]> => {
  const config: unknown = await import(pathToFileURL(join(PROJECT, CONFIG)).href);
  return expectRight(Config.decode(config)).default.forbidden.map(({ name }) => name);
};
