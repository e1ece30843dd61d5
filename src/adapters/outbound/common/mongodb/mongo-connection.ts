import { type Db, MongoClient } from 'mongodb';

const DEFAULT_DATABASE = 'switchboard';

/** The oldest server whose updates and projections are all that is used here: 4.4. */
const OLDEST_WIRE_VERSION = 9;

/** How long at most one try waits for a primary, in milliseconds. */
const SELECTION_PATIENCE = 3_000;

export interface MongoConnection {
  readonly client: MongoClient;
  readonly db: Db;
  /** The hosts, for people to read: a connection string holds a password. */
  readonly hosts: string;
}

/** What the connection string says of these is not heard: the promises of the store rest on them. */
const PROMISES = {
  // Each write is repeated by a loop of our own, which knows what became of the one before.
  retryWrites: false,
  retryReads: false,
  readPreference: 'primary',
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
  ignoreUndefined: true,
} as const;

/** A server that has hung up without a word is noticed by these, in milliseconds. */
const TIMES = {
  connectTimeoutMS: 1_000,
  heartbeatFrequencyMS: 1_000,
  socketTimeoutMS: 10_000,
} as const;

const POOL = { maxPoolSize: 20, minPoolSize: 2 } as const;

/** What a server's connections are called where MongoDB lists them, which does not tell their database. */
export const serverName = (database: string): string => `switchboard/${database}`;

const databaseIn = (uri: string): string => {
  const [, name = ''] = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(uri) ?? [];
  return name === '' ? DEFAULT_DATABASE : decodeURIComponent(name);
};

/**
 * Nothing is sent yet.
 * @param patience in milliseconds: no try waits longer for a primary
 * @param appName what its connections are called where MongoDB lists them; a server's, where it is not given
 * @throws Error when the driver cannot make sense of the URI; it does not say what is in it
 */
export const connectionTo = (uri: string, patience: number, appName?: string): MongoConnection => {
  try {
    const database = databaseIn(uri);
    const client = new MongoClient(uri, {
      ...POOL,
      appName: appName ?? serverName(database),
      ...TIMES,
      ...PROMISES,
      serverSelectionTimeoutMS: Math.min(patience, SELECTION_PATIENCE),
    });
    const hosts = client.options.srvHost ?? client.options.hosts.join(',');
    return { client, db: client.db(database), hosts };
  } catch {
    throw new Error(
      'MONGODB_URI is no connection string of MongoDB: ' +
        'mongodb://user:password@host:27017,another:27017/database?replicaSet=name is one',
    );
  }
};

/** @throws Error when the store's promises cannot be kept there */
export const refuseUnfit = async ({ db, hosts }: MongoConnection): Promise<void> => {
  const hello = await db.command({ hello: 1 });
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
    throw new Error(
      `MongoDB at ${hosts} is a standalone server, and a replica set is needed, if of one node: ` +
        'start mongod with --replSet, and initiate the set once',
    );
  }
  if (Number(hello['maxWireVersion']) < OLDEST_WIRE_VERSION) {
    throw new Error(`MongoDB at ${hosts} is too old: 4.4 or newer is needed`);
  }
};
