import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { Store } from '../../../../application/ports/store.js';
import { unavailable } from '../../../../domain/failure.js';
import { memoryAgentDirectory } from './memory-agent-directory.js';
import { memoryAuthCodes } from './memory-auth-codes.js';
import { memoryConversationLog } from './memory-conversation-log.js';
import { memoryConversationQueries } from './memory-conversation-queries.js';
import { memoryLogFeed } from './memory-log-feed.js';
import { memoryReadMarks } from './memory-read-marks.js';
import { memorySessions } from './memory-sessions.js';
import { memoryTables } from './memory-tables.js';

/** Keeps everything in the process and forgets it at its end: for tests and tries. */
export const memoryStore = (): Store => {
  const tables = memoryTables();
  let isClosed = false;
  return {
    log: memoryConversationLog(tables),
    queries: memoryConversationQueries(tables),
    feed: memoryLogFeed(tables),
    agents: memoryAgentDirectory(tables),
    sessions: memorySessions(tables),
    reads: memoryReadMarks(tables),
    codes: memoryAuthCodes(tables),
    health: () => (isClosed ? left(unavailable) : right(undefined)),
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
};
