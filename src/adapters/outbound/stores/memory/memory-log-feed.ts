import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { LogFeed, LogPosition } from '../../../../application/ports/log-feed.js';
import type { MemoryTables } from './memory-tables.js';

/** A position is how many entries there are up to it. */
export const memoryLogFeed = ({ feed }: MemoryTables): LogFeed => ({
  after: (position, limit) =>
    fromIO(() => {
      const first = Number(position);
      return feed.slice(first, first + limit).map((entry, index) => ({
        ...entry,
        position: String(first + index + 1) as LogPosition,
      }));
    }),
});
