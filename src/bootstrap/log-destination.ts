import type { WriteStream } from 'node:tty';
import { type LogOutput, logOutput } from '../adapters/outbound/system/log-output.js';
import { prettyOutput } from '../adapters/outbound/system/pretty-output.js';
import type { Config } from './config.js';

/** As much of a stream as it is asked for. */
type LogStream = Parameters<typeof logOutput>[0] & Partial<Pick<WriteStream, 'isTTY'>>;

/** Where the log goes: for people where one of them looks on while he develops, for programs else. */
export const logDestination = (
  stream: LogStream,
  { logFormat, isProduction }: Pick<Config, 'logFormat' | 'isProduction'>,
): LogOutput => {
  const output = logOutput(stream);
  const isLookedAt = stream.isTTY === true && !isProduction;
  return (logFormat ?? (isLookedAt ? 'pretty' : 'json')) === 'pretty'
    ? prettyOutput(output)
    : output;
};
