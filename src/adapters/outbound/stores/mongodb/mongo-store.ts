import type { Store } from '../../../../application/ports/store.js';
import { mongoAgentDirectory } from './mongo-agent-directory.js';
import { mongoAuthCodes } from './mongo-auth-codes.js';
import { mongoConversationLog } from './mongo-conversation-log.js';
import { mongoConversationQueries } from './mongo-conversation-queries.js';
import {
  type MongoDatabase,
  type MongoDatabaseOptions,
  openMongoDatabase,
} from './mongo-database.js';
import { mongoLogFeed } from './mongo-log-feed.js';
import { mongoReadMarks } from './mongo-read-marks.js';
import { mongoSessions } from './mongo-sessions.js';
import { tallyCounter } from './tally-counter.js';

/** The ports of a database that is open. */
export const mongoStoreOn = (database: MongoDatabase): Store => {
  const counter = tallyCounter(database);
  return {
    log: mongoConversationLog(database, counter),
    queries: mongoConversationQueries(database, counter),
    feed: mongoLogFeed(database),
    agents: mongoAgentDirectory(database),
    sessions: mongoSessions(database),
    reads: mongoReadMarks(database),
    codes: mongoAuthCodes(database),
    health: database.health,
    close: database.close,
  };
};

/**
 * Keeps everything in one database of a replica set, which is made if it is not there.
 * @throws Error when it cannot be opened, or a newer version of Switchboard wrote it
 */
export const mongoStore = async (options: MongoDatabaseOptions): Promise<Store> =>
  mongoStoreOn(await openMongoDatabase(options));
