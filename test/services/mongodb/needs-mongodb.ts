import { needs } from '../needs.js';
import { databasesOf, type MongoDatabase, type MongoDatabases } from './databases.js';
import { type ReplicaSet, startReplicaSet } from './replica-set.js';
import { mongod, sharedServer } from './server.js';

/**
 * Has the suite around it run with MongoDB, or be skipped.
 * @returns gives a fresh database on a replica set that other suites share; drop it after the test
 */
export const needsMongodb = (): (() => MongoDatabase) => {
  const server = needs('mongodb', sharedServer);
  let databases: MongoDatabases | undefined;
  after(() => databases?.close());
  return () => (databases ??= databasesOf(server())).fresh();
};

/**
 * Has the suite around it run with replica sets of its own, whose members it may kill, or be skipped.
 * @returns starts one of so many members; stop it after the test
 */
export const needsReplicaSets = (): ((members: number) => Promise<ReplicaSet>) => {
  const program = needs('mongodb', mongod);
  return (members) => startReplicaSet(program().open, members);
};

/**
 * Has the suite around it run with a replica set of so many members, which its tests share, or be skipped.
 * @returns gives a fresh database on the set; drop it after the test
 */
export const needsReplicaSetOf = (members: number): (() => MongoDatabase) => {
  const start = needsReplicaSets();
  let set: ReplicaSet | undefined;
  let databases: MongoDatabases | undefined;
  before(async () => {
    set = await start(members);
    databases = databasesOf(set.uri);
  });
  after(async () => {
    await databases?.close();
    await set?.stop();
  });
  return () => {
    if (databases === undefined) throw new Error('a database is there within the suite only');
    return databases.fresh();
  };
};

/**
 * To make collections and indexes takes a set of three longer than most tests do, so the next test has the
 * database that the one before has emptied.
 * @param needsDatabases has the suite around it run with MongoDB
 * @returns gives an empty database, of which dropping it removes the documents alone
 */
export const reusing = (needsDatabases: () => () => MongoDatabase): (() => MongoDatabase) => {
  const made: MongoDatabase[] = [];
  const free: MongoDatabase[] = [];
  after(() => Promise.all(made.map((database) => database.drop())));
  const fresh = needsDatabases();
  const make = (): MongoDatabase => {
    const database = fresh();
    made.push(database);
    return database;
  };
  return () => {
    const database = free.pop() ?? make();
    const drop = async (): Promise<void> => {
      await database.empty();
      free.push(database);
    };
    return { ...database, drop };
  };
};
