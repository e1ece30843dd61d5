import type { Logger } from '../../../../application/ports/logger.js';
import { errorCode } from './sqlite-errors.js';

/** Milliseconds. */
const INTERVAL = 1_000;

interface Last {
  readonly at: number;
  /** How many there have been since. */
  more: number;
}

/**
 * Logs a failure at once, and others of its code at most once a second: a full disk fails everything. `unlogged`
 * says how many were left out before.
 */
export const failureLog = (logger: Logger, now = () => performance.now()) => {
  const last = new Map<number | null, Last>();
  return (error: unknown): void => {
    const code = errorCode(error);
    const before = last.get(code);
    if (before !== undefined && now() - before.at < INTERVAL) {
      before.more += 1;
      return;
    }
    last.set(code, { at: now(), more: 0 });
    logger.error('SQLite failed', { error, unlogged: before?.more ?? 0 });
  };
};
