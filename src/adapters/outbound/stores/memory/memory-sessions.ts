import { none, some } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import { SESSION_TIME, type Sessions } from '../../../../application/ports/sessions.js';
import type { Instant } from '../../../../domain/ids.js';
import type { MemoryTables } from './memory-tables.js';

/** Past so many the oldest go before their time. */
const MAX_SESSIONS = 100_000;

/** @param most sessions that are kept */
export const memorySessions = (
  { sessions }: Pick<MemoryTables, 'sessions'>,
  most = MAX_SESSIONS,
): Sessions => {
  /** They are in the order of their times, save where the clock was set back. */
  const purge = (now: Instant): void => {
    for (const [key, { until }] of sessions) {
      if (until > now && sessions.size <= most) return;
      sessions.delete(key);
    }
  };
  return {
    save: (entries, now) =>
      fromIO(() => {
        for (const { key, session } of entries) {
          sessions.delete(key);
          sessions.set(key, { session, until: now + SESSION_TIME });
        }
        purge(now);
      }),
    find: (key, now) =>
      fromIO(() => {
        const kept = sessions.get(key);
        return kept !== undefined && kept.until > now ? some(kept.session) : none;
      }),
  };
};
