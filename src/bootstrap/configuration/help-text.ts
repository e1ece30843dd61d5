import { defaultText } from './default-text.js';
import { plainText, wrapped } from './plain-text.js';
import type { Variable } from './variable.js';
import { GROUPS } from './variables.js';

/** Columns. */
const WIDTH = 110;
const NAMES =
  2 +
  Math.max(
    ...Object.values(GROUPS)
      .flatMap(Object.keys)
      .map(({ length }) => length),
  );

const itemText = (name: string, variable: Variable): string => {
  const beside = [variable.note, defaultText(variable)].filter((part) => part !== '').join(': ');
  const text = plainText(variable.meaning) + (beside === '' ? '' : ` (${beside})`);
  return wrapped(text, WIDTH - 2 - NAMES)
    .map((line, index) => `  ${(index === 0 ? name : '').padEnd(NAMES)}${line}`)
    .join('\n');
};

/** Every variable, for `serve --help`. */
export const helpText = (): string => {
  const groups = Object.entries(GROUPS).map(([title, variables]) => {
    const items = Object.entries(variables).map(([name, one]) => itemText(name, one));
    return `${title}:\n${items.join('\n')}`;
  });
  return `\nEnvironment, and in brackets what is so if nothing is set:\n\n${groups.join('\n\n')}`;
};
