import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';

/** An empty database that is nobody else's. */
export interface MongoDatabase {
  readonly name: string;
  /** Of the server, with the name of the database. */
  readonly uri: string;
  drop(): Promise<void>;
  /** Removes every document, and leaves the collections with their indexes. */
  empty(): Promise<void>;
}

/** Makes databases on a server. */
export interface MongoDatabases {
  fresh(): MongoDatabase;
  close(): Promise<void>;
}

const URI = /^(mongodb(?:\+srv)?:\/\/(?:[^/?@]*@)?[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/** The URI of another database of the server; whoever logs in does so where he did. */
export const uriOf = (server: string, database: string): string => {
  const [, hosts = '', was = '', query = ''] = URI.exec(server) ?? [];
  const options = new URLSearchParams(query);
  if (was !== '' && hosts.includes('@') && !options.has('authSource')) {
    options.set('authSource', was);
  }
  return `${hosts}/${database}${options.size === 0 ? '' : `?${options.toString()}`}`;
};

const DURABLE = { writeConcern: { w: 'majority' } } as const;

export const databasesOf = (uri: string): MongoDatabases => {
  const client = new MongoClient(uri);
  return {
    fresh: () => {
      const name = `switchboard_test_${randomBytes(8).toString('hex')}`;
      return {
        name,
        uri: uriOf(uri, name),
        drop: async () => {
          await client.db(name).dropDatabase();
        },
        empty: async () => {
          const collections = await client.db(name).collections();
          await Promise.all(collections.map((collection) => collection.deleteMany({}, DURABLE)));
        },
      };
    },
    close: () => client.close(),
  };
};
