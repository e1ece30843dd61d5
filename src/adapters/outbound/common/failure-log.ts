import type { LogFields } from '../../../application/ports/logger.js';

interface Last {
  readonly at: number;
  /** How many there have been since. */
  more: number;
}

/** By what kind it is; the fields say more. */
export type FailureLog = (kind: number | string | null, fields: LogFields) => void;

/**
 * Says a failure at once, and others of its kind at most once in an interval of so many milliseconds: a full disk fails
 * everything. `unlogged` says how many were left out before.
 */
export const failureLog = (
  say: (fields: LogFields) => void,
  now = () => performance.now(),
  interval = 1_000,
): FailureLog => {
  const last = new Map<number | string | null, Last>();
  return (kind, fields) => {
    const before = last.get(kind);
    if (before !== undefined && now() - before.at < interval) {
      before.more += 1;
      return;
    }
    last.set(kind, { at: now(), more: 0 });
    say({ ...fields, unlogged: before?.more ?? 0 });
  };
};
