import { existsSync } from 'node:fs';

/** Whether what a build needs is installed: it is not where only what runs the server was. */
export const hasCompiler = () => existsSync('node_modules/.bin/tsc');

/** Ends the process with a line, for people. */
export const fail = (line) => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};
