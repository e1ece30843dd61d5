import { expect } from 'chai';
import { LOG_LEVELS } from '../../src/adapters/outbound/system/pino-logger.js';
import type { Rate } from '../../src/application/ports/rate-limiter.js';
import { Variables } from '../../src/bootstrap/config.js';
import { DIALECTS } from '../../src/bootstrap/dialects.js';
import { STORES } from '../../src/bootstrap/stores.js';
import { TRANSPORTS } from '../../src/bootstrap/transports.js';
import { readTree, PROJECT } from '../architecture/support/tree.js';
import { runCommand } from '../e2e/support/server-process.js';
import { expectRight } from '../support/expect-either.js';
import { codes, page, rows, section } from './support/pages.js';

const table = rows(section(page('README.md'), 'Configuration')).map(
  ([names = '', defaults = '', meaning = '']) => ({
    names: codes(names),
    defaults: codes(defaults),
    isAll: defaults.startsWith('all'),
    meaning: codes(meaning),
  }),
);

/** As somebody would set it; `null` where there is none. */
const written = (value: unknown): string | null => {
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(',');
  if (typeof value === 'object' && value !== null) {
    const { limit, seconds } = value as Rate;
    return `${limit}/${seconds}`;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

const defaults = Object.entries(expectRight(Variables.decode({}))).map(
  ([name, value]) => [name, written(value)] as const,
);

describe('the configuration that README.md describes', () => {
  it('has every variable that is read, and no other', () => {
    const described = table.flatMap(({ names }) => names);
    expect(described).to.have.members(Object.keys(Variables.props));
  });

  it('has their defaults', () => {
    const described = table.flatMap(({ names, defaults: values }) =>
      names.map((name, index) => [name, values[index] ?? null] as const),
    );
    expect(Object.fromEntries(described)).to.deep.equal(Object.fromEntries(defaults));
  });

  it('names every value where there is a choice', () => {
    for (const [name, values] of Object.entries({ STORE: STORES, LOG_LEVEL: LOG_LEVELS })) {
      const row = table.find(({ names }) => names.includes(name));
      expect(row?.meaning).to.have.members(values);
    }
  });

  it('is read in one place', () => {
    const readers = Object.entries(readTree(PROJECT, 'src')).filter(([, text]) =>
      text.includes('process.env'),
    );
    expect(readers.map(([path]) => path)).to.deep.equal(['src/bootstrap/cli/load-config.ts']);
  });

  it('is what serve --help prints', async () => {
    const { output } = await runCommand(['serve', '--help'], {});
    const lines = output
      .split('Environment:\n')[1]
      ?.trimEnd()
      .split('\n')
      .map((line) => {
        const [, names = '', text = ''] = /^ {2}(\S+(?:, \S+)*) {2,}(.*)$/.exec(line) ?? [];
        return [names.split(', '), / \(([^()]*)\)$/.exec(text)?.[1] ?? ''] as const;
      });
    const described = table.map(
      ({ names, isAll, defaults: values }) => [names, isAll ? 'all' : values.join(', ')] as const,
    );
    expect(lines).to.deep.equal(described);
    expect(output).to.contain(DIALECTS.join(', ')).and.contain(TRANSPORTS.join(', '));
  });
});
