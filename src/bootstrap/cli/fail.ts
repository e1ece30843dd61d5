import { messageOf } from '../../adapters/outbound/common/message-of.js';

/** Ends the process with what went wrong, for people: no stack. */
export const fail = (error: unknown): never => {
  process.stderr.write(`${messageOf(error)}\n`);
  return process.exit(1);
};
