import { fromNullable } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { AgentDirectory } from '../../../../application/ports/agent-directory.js';
import type { MemoryTables } from './memory-tables.js';

export const memoryAgentDirectory = (tables: MemoryTables): AgentDirectory => ({
  remember: (staff) =>
    fromIO(() => {
      tables.staff.set(staff.id, staff);
    }),
  find: (id) => fromIO(() => fromNullable(tables.staff.get(id))),
  list: (after, limit) =>
    fromIO(() => {
      const ids = [...tables.staff.keys()].filter((id) => after === null || id > after);
      return ids
        .toSorted()
        .slice(0, limit)
        .flatMap((id) => tables.staff.get(id) ?? []);
    }),
});
