import type { MongoDatabase } from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-database.js';
import { mongoStoreOn } from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type { ConversationLog } from '../../../../../../src/application/ports/conversation-log.js';

export const logOn = (database: MongoDatabase): ConversationLog => mongoStoreOn(database).log;
