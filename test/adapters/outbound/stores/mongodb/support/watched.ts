import { type CommandStartedEvent, type Document, MongoClient } from 'mongodb';
import { mongoStoreOn } from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type { MongoNode } from './mongo-fixture.js';

/** By what the documents of a collection are spread over shards; those of the others are on one. */
const SHARD_KEYS: Readonly<Record<string, string>> = { conversations: '_id', log: 'conversation' };

/** One command that the driver sent. */
export interface Sent {
  /** Such as `find log`. */
  readonly what: string;
  /** Whether each document that it is about is on a shard that the command itself names. */
  readonly hasKey: boolean;
}

const isValue = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const isPlace = (condition: unknown): boolean => {
  if (isValue(condition)) return true;
  if (typeof condition !== 'object' || condition === null) return false;
  if ('$eq' in condition) return isValue(condition.$eq);
  return '$in' in condition && Array.isArray(condition.$in) && condition.$in.every(isValue);
};

const names = (filter: Document, key: string): boolean => {
  if (isPlace(filter[key])) return true;
  const parts = filter['$or'] as readonly Document[] | undefined;
  return parts?.every((part) => names(part, key)) ?? false;
};

/** Of everything that a command changes or looks for. */
const filtersOf = (name: string, command: Document): readonly Document[] => {
  if (name === 'find') return [command['filter'] as Document];
  if (name === 'insert') return command['documents'] as readonly Document[];
  if (name === 'findAndModify') return [command['query'] as Document];
  if (name === 'update')
    return (command['updates'] as readonly Document[]).map(({ q }) => q as Document);
  if (name === 'aggregate')
    return [(command['pipeline'] as readonly Document[])[0]?.['$match'] as Document];
  throw new Error(`nobody knows what ${name} is about`);
};

/** What one of its cursors goes on with is on the shards that it began on. */
const sentBy = ({ commandName, command }: CommandStartedEvent): readonly Sent[] => {
  if (commandName === 'getMore' || commandName === 'endSessions') return [];
  const collection = String(command[commandName]);
  const key = SHARD_KEYS[collection];
  if (key === undefined) return [];
  const filters = filtersOf(commandName, command);
  return [
    { what: `${commandName} ${collection}`, hasKey: filters.every((one) => names(one, key)) },
  ];
};

export interface Watched extends MongoNode {
  /** What was sent to collections that are spread over shards while this was done, in the background too. */
  sentFor(work: () => Promise<unknown>): Promise<readonly Sent[]>;
  stop(): Promise<void>;
}

/** A node, with a driver of the test's own that tells of every command. */
export const watched = ({ database }: MongoNode, uri: string): Watched => {
  const client = new MongoClient(uri, { monitorCommands: true, ignoreUndefined: true });
  const db = client.db();
  const own = {
    ...database,
    heads: db.collection<never>(database.heads.collectionName) as unknown as typeof database.heads,
    buckets: db.collection<never>(
      database.buckets.collectionName,
    ) as unknown as typeof database.buckets,
  };
  let sent: Sent[] = [];
  client.on('commandStarted', (event) => {
    sent.push(...sentBy(event));
  });
  return {
    ...mongoStoreOn(own),
    database: own,
    sentFor: async (work) => {
      sent = [];
      await work();
      return sent;
    },
    stop: () => client.close(),
  };
};
