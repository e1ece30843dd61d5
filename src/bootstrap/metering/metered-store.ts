import { isLeft } from 'fp-ts/lib/Either.js';
import type { Metrics } from '../../application/ports/metrics.js';
import type { Sessions } from '../../application/ports/sessions.js';
import type { Store } from '../../application/ports/store.js';
import { meteredLog } from './metered-log.js';

const meteredSessions = (sessions: Sessions, metrics: Metrics): Sessions => ({
  find: (key, now) => sessions.find(key, now),
  save: (entries, now) => async () => {
    const saved = await sessions.save(entries, now)();
    if (isLeft(saved)) metrics.sessionsUnsaved(entries.length);
    return saved;
  },
});

/** The same store, with what is committed counted, and what it fails to save of sessions. */
export const meteredStore = (store: Store, metrics: Metrics): Store => ({
  queries: store.queries,
  feed: store.feed,
  agents: store.agents,
  reads: store.reads,
  codes: store.codes,
  health: () => store.health(),
  close: () => store.close(),
  log: meteredLog(store.log, metrics),
  sessions: meteredSessions(store.sessions, metrics),
});
