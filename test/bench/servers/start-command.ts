import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

interface Package {
  readonly scripts: { readonly start: string };
}

/** What `npm start` runs: `exec node [flags] -- main.js serve`. */
export interface StartCommand {
  readonly flags: readonly string[];
  /** The script and its arguments. */
  readonly script: readonly string[];
}

export const startCommand = (): StartCommand => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as Package;
  const words = scripts.start.split(' ');
  const end = words.indexOf('--');
  return { flags: words.slice(words.indexOf('node') + 1, end), script: words.slice(end + 1) };
};
