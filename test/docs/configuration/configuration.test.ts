import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { LOG_LEVELS } from '../../../src/adapters/outbound/system/pino-logger.js';
import { readConfig } from '../../../src/bootstrap/config.js';
import { defaultText } from '../../../src/bootstrap/configuration/default-text.js';
import { plainText } from '../../../src/bootstrap/configuration/plain-text.js';
import { GROUPS, Variables } from '../../../src/bootstrap/configuration/variables.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import { readTree, PROJECT } from '../../architecture/support/tree.js';
import { runCommand } from '../../e2e/support/server-process.js';
import { expectRight } from '../../support/expect-either.js';
import { codes, page, rows, section } from '../support/pages.js';
import { envExample } from './env-example.js';
import { withTable } from './readme-table.js';

const variables = Object.values(GROUPS).flatMap((group) => Object.entries(group));
const names = variables.map(([name]) => name);

/** As if every line with a default were one that counts. */
const allSet = (example: string): string => example.replaceAll(/^# (?=[A-Z_]+=)/gm, '');

describe('the rows of the configuration', () => {
  it('are of every variable that is read, each in one group', () => {
    expect(names).to.deep.equal(Object.keys(Variables.props));
  });

  it('have the default of each, which somebody could set', () => {
    for (const [name, variable] of variables) {
      const { codec } = variable;
      const fallback: unknown = variable.fallback;
      expect(expectRight(codec.decode(undefined)), name).to.deep.equal(fallback);
      expect(expectRight(codec.decode(defaultText(variable))), name).to.deep.equal(fallback);
    }
  });

  it('name every value where there is a choice', () => {
    const choices = { STORE: STORES, LOG_LEVEL: LOG_LEVELS };
    for (const [name, values] of Object.entries(choices)) {
      const [, row] = variables.find(([one]) => one === name) ?? [];
      expect(codes(row?.meaning ?? '')).to.have.members(values);
    }
  });

  it('are read in one place', () => {
    const readers = Object.entries(readTree(PROJECT, 'src')).filter(([, text]) =>
      text.includes('process.env'),
    );
    expect(readers.map(([path]) => path)).to.deep.equal(['src/bootstrap/cli/load-config.ts']);
  });

  it('are what serve --help prints', async () => {
    const { output } = await runCommand(['serve', '--help'], {});
    const [, printed = ''] = output.split('Environment,');
    const told = printed.replaceAll(/\s+/g, ' ');
    for (const [title, group] of Object.entries(GROUPS)) {
      expect(printed).to.contain(`\n${title}:\n`);
      for (const [name, variable] of Object.entries(group)) {
        const beside = [variable.note, defaultText(variable)].filter((part) => part !== '');
        const brackets = beside.length === 0 ? '' : `(${beside.join(': ')}) `;
        expect(`${told} `).to.contain(` ${name} ${plainText(variable.meaning)} ${brackets}`);
      }
    }
    expect(Math.max(...printed.split('\n').map(({ length }) => length))).to.be.at.most(110);
  });
});

describe('README.md and .env.example', () => {
  it('are as `npm run docs:configuration` writes them', () => {
    const { text } = page('README.md');
    expect(text).to.equal(withTable(text));
    expect(readFileSync(join(PROJECT, '.env.example'), 'utf8')).to.equal(envExample());
  });

  it('have every variable, once', () => {
    const table = rows(section(page('README.md'), 'Configuration'));
    expect(table.flatMap(([name = '']) => codes(name))).to.deep.equal(names);
    expect(Object.keys(parseEnv(allSet(envExample())))).to.have.members(names);
  });

  it('change nothing where the example is taken as it is, or with every default set', () => {
    expect(parseEnv(envExample())).to.deep.equal({});
    const asWritten = readConfig(parseEnv(allSet(envExample())));
    expect(expectRight(asWritten)).to.deep.equal(expectRight(readConfig({})));
  });

  it('are refused where README.md does not say where its table is', () => {
    expect(() => withTable('# Switchboard\n')).to.throw('does not say where its table');
  });
});
