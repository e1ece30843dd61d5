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
