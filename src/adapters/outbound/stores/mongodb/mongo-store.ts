import type { Store } from '../../../../application/ports/store.js';
import { mongoAgentDirectory } from './mongo-agent-directory.js';
import { mongoConversationLog } from './mongo-conversation-log.js';
import { mongoConversationQueries } from './mongo-conversation-queries.js';
import { type MongoDatabaseOptions, openMongoDatabase } from './mongo-database.js';
import { mongoLogFeed } from './mongo-log-feed.js';

/**
 * Keeps everything in one database of a replica set, which is made if it is not there.
 * @throws Error when it cannot be opened, or a newer version of Switchboard wrote it
 */
export const mongoStore = async (options: MongoDatabaseOptions): Promise<Store> => {
  const database = await openMongoDatabase(options);
  return {
    log: mongoConversationLog(database),
    queries: mongoConversationQueries(database),
    feed: mongoLogFeed(database),
    agents: mongoAgentDirectory(database),
    health: database.health,
    close: database.close,
  };
};
