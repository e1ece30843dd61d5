import { defaultText } from '../../../src/bootstrap/configuration/default-text.js';
import type { Variable } from '../../../src/bootstrap/configuration/variable.js';
import { GROUPS } from '../../../src/bootstrap/configuration/variables.js';

const BEGIN =
  '<!-- written by `npm run docs:configuration`, from src/bootstrap/configuration -->\n\n';
const END = '\n<!-- so far -->\n';

const row = (name: string, variable: Variable): string => {
  const value = defaultText(variable);
  const parts = [variable.note, value === '' ? '' : `\`${value}\``];
  const beside = parts.filter((part) => part !== '').join(': ');
  return `| \`${name}\` |${beside === '' ? '' : ` ${beside}`} | ${variable.meaning} |\n`;
};

const table = (): string => {
  const groups = Object.entries(GROUPS).map(([title, variables]) => {
    const rows = Object.entries(variables).map(([name, one]) => row(name, one));
    return `| **${title}** | | |\n${rows.join('')}`;
  });
  return `| variable | default | meaning |\n| --- | --- | --- |\n${groups.join('')}`;
};

/**
 * README.md, with its table as it has to be now.
 * @throws Error where the place of the table is not marked
 */
export const withTable = (readme: string): string => {
  const [before, rest] = readme.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined) {
    throw new Error('README.md does not say where its table of variables is');
  }
  return [before, BEGIN, table(), END, after].join('');
};
