import { none, some } from 'fp-ts/lib/Option.js';
import type { AgentDirectory } from '../../../../application/ports/agent-directory.js';
import type { Staff } from '../../../../domain/actor.js';
import { parseStored } from '../common/parse-stored.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';

const STAFF = 'a member of staff';

export const mongoAgentDirectory = ({ staff, persist }: MongoDatabase): AgentDirectory => ({
  remember: (agent) =>
    persist(async () => {
      const actor = JSON.stringify(agent);
      await staff.updateOne({ _id: keyOf(agent.id) }, { $set: { actor } }, { upsert: true });
    }),
  find: (id) =>
    persist(async () => {
      const found = await staff.findOne({ _id: keyOf(id) });
      return found === null ? none : some(parseStored(found.actor, STAFF) as Staff);
    }),
  list: (after, limit) =>
    persist(async () => {
      // Zero would be no limit.
      if (limit === 0) return [];
      const filter = after === null ? {} : { _id: { $gt: keyOf(after) } };
      const found = await staff.find(filter).sort({ _id: 1 }).limit(limit).toArray();
      return found.map(({ actor }) => parseStored(actor, STAFF) as Staff);
    }),
});
