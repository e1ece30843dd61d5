import {
  type MongoDatabase,
  type MongoDatabaseOptions,
  openMongoDatabase,
} from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-database.js';
import { mongoStoreOn } from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type { Store } from '../../../../../../src/application/ports/store.js';
import type { MongoDatabase as TestDatabase } from '../../../../../services/mongodb/databases.js';
import { needsMongodb } from '../../../../../services/mongodb/needs-mongodb.js';
import { silentLogger } from '../../../../../support/fixed-ports.js';

export interface MongoFixture {
  /** Of the running test. */
  readonly uri: () => string;
  /** One more node on the test's database; closed after it. */
  readonly node: (options?: Partial<MongoDatabaseOptions>) => Promise<MongoNode>;
}

export interface MongoNode extends Store {
  readonly database: MongoDatabase;
}

/** Has the suite around it run with MongoDB, each test with a database of its own. */
export const mongoFixture = (): MongoFixture => {
  const fresh = needsMongodb();
  const nodes: MongoNode[] = [];
  let current: TestDatabase | undefined;

  beforeEach(() => {
    current = fresh();
  });
  afterEach(async () => {
    for (const node of nodes.splice(0)) await node.close();
    await current?.drop();
  });

  const uri = (): string => {
    if (current === undefined) throw new Error('a database is there within a test only');
    return current.uri;
  };
  return {
    uri,
    node: async (options = {}) => {
      const database = await openMongoDatabase({ uri: uri(), logger: silentLogger, ...options });
      const node = { ...mongoStoreOn(database), database };
      nodes.push(node);
      return node;
    },
  };
};
