import { none, some } from 'fp-ts/lib/Option.js';
import type { AgentDirectory } from '../../../../application/ports/agent-directory.js';
import type { Staff } from '../../../../domain/actor.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';

export const mongoAgentDirectory = ({ staff, persist }: MongoDatabase): AgentDirectory => ({
  remember: (agent) =>
    persist(async () => {
      const actor = JSON.stringify(agent);
      await staff.updateOne({ _id: keyOf(agent.id) }, { $set: { actor } }, { upsert: true });
    }),
  find: (id) =>
    persist(async () => {
      const found = await staff.findOne({ _id: keyOf(id) });
      return found === null ? none : some(JSON.parse(found.actor) as Staff);
    }),
});
