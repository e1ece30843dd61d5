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
});
