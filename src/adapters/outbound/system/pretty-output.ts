import { isColorSupported, prettyFactory } from 'pino-pretty';
import type { LogOutput } from './log-output.js';

/** What of a string in JSON would move a terminal's cursor, or change what it does; a backslash stands for itself. */
const CONTROLS = /\\\\|\\[bfr]|\\u00[01][0-9a-f]|[\u007f-\u009f]/gi;

const inert = (line: string): string =>
  line.replaceAll(CONTROLS, (found) => (found === '\\\\' ? found : '\ufffd'));

/** The same lines for people: a time, a level and a message each, with its fields behind it. */
export const prettyOutput = (output: LogOutput, colorize = isColorSupported): LogOutput => {
  const pretty = prettyFactory({
    colorize,
    ignore: 'pid,hostname',
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return { ...output, write: (line) => output.write(pretty(inert(line))) };
};
