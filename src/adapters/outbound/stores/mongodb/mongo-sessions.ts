import { none, some } from 'fp-ts/lib/Option.js';
import {
  type SavedSession,
  SESSION_TIME,
  type Sessions,
} from '../../../../application/ports/sessions.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';

export const mongoSessions = ({ sessions, persist }: MongoDatabase): Sessions => ({
  save: (entries, now) =>
    persist(async () => {
      if (entries.length === 0) return;
      const until = new Date(now + SESSION_TIME);
      await sessions.bulkWrite(
        entries.map(({ key, session }) => ({
          updateOne: {
            filter: { _id: keyOf(key) },
            update: { $set: { until, session: JSON.stringify(session) } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    }),
  find: (key, now) =>
    persist(async () => {
      const kept = await sessions.findOne({ _id: keyOf(key) });
      // The server looks for what is over once a minute, and by its own clock.
      return kept !== null && kept.until.getTime() > now
        ? some(JSON.parse(kept.session) as SavedSession)
        : none;
    }),
});
