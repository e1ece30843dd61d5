import type { Store } from '../../../../application/ports/store.js';
import { startCheckpoints } from './checkpoints.js';
import { sqliteAgentDirectory } from './sqlite-agent-directory.js';
import { sqliteAuthCodes } from './sqlite-auth-codes.js';
import { sqliteConversationLog } from './sqlite-conversation-log.js';
import { sqliteConversationQueries } from './sqlite-conversation-queries.js';
import { sqliteLogFeed } from './sqlite-log-feed.js';
import { sqliteReadMarks } from './sqlite-read-marks.js';
import { sqliteSessions } from './sqlite-sessions.js';
import { openSqliteDatabase, type SqliteDatabaseOptions } from './sqlite-database.js';

/**
 * Keeps everything in one SQLite file, which is made if it is not there; its folder is not.
 * @throws Error when it cannot be opened, or another program or a newer version wrote it
 */
export const sqliteStore = async (options: SqliteDatabaseOptions): Promise<Store> => {
  const database = await openSqliteDatabase(options);
  const checkpoints = startCheckpoints(options.file, options.logger);
  return {
    log: sqliteConversationLog(database),
    queries: sqliteConversationQueries(database),
    feed: sqliteLogFeed(database),
    agents: sqliteAgentDirectory(database),
    sessions: sqliteSessions(database),
    reads: sqliteReadMarks(database),
    codes: sqliteAuthCodes(database),
    health: database.health,
    close: async () => {
      await checkpoints.stop();
      await database.close();
    },
  };
};
