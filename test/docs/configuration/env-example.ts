import { defaultText } from '../../../src/bootstrap/configuration/default-text.js';
import { plainText, wrapped } from '../../../src/bootstrap/configuration/plain-text.js';
import type { Variable } from '../../../src/bootstrap/configuration/variable.js';
import { GROUPS } from '../../../src/bootstrap/configuration/variables.js';

const WIDTH = 110;

const comment = (text: string): string =>
  wrapped(text, WIDTH - 2)
    .map((line) => `# ${line}`)
    .join('\n');

const HEAD = [
  'What can be set, with its default. Copy it to .env, take the # from the lines that you change, and start',
  'with `switchboard serve --env-file .env`. What the environment has wins over the file.',
].join(' ');

const FOOT = 'Written by `npm run docs:configuration`, from src/bootstrap/configuration.';

const item = (name: string, variable: Variable): string => {
  const { meaning, note } = variable;
  const text = plainText(meaning) + (note === '' ? '' : ` (default: ${note})`);
  return `${comment(text)}\n# ${name}=${defaultText(variable)}`;
};

/** `.env.example`. */
export const envExample = (): string => {
  const groups = Object.entries(GROUPS).map(([title, variables]) => {
    const items = Object.entries(variables).map(([name, one]) => item(name, one));
    return [`### ${title}`, ...items].join('\n\n');
  });
  return `${[comment(HEAD), comment(FOOT), ...groups].join('\n\n')}\n`;
};
