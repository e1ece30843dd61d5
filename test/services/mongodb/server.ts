import * as E from 'fp-ts/lib/Either.js';
import { MongoClient } from 'mongodb';
import { once } from '../once.js';
import { findProgram } from '../service-kind.js';
import { tell } from '../tell.js';
import { MONGODB } from './mongod.js';
import { startReplicaSet } from './replica-set.js';

/**
 * Says that a server is one that the store can work with.
 * @throws when it is not there, or is no replica set
 */
const checkReplicaSet = async (uri: string): Promise<void> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const { setName, msg } = await client.db('admin').command({ hello: 1 });
    if (setName === undefined && msg !== 'isdbgrid') throw new Error('it is no replica set');
  } finally {
    await client.close();
  }
};

/** Of MongoDB, to run servers with. */
export const mongod = once(() => findProgram(MONGODB));

/**
 * The URI of a server that all suites of this process share: MONGODB_URI, or a replica set of one, which
 * ends with the process. Left why there is none.
 */
export const sharedServer = once(async (): Promise<E.Either<string, string>> => {
  const uri = process.env['MONGODB_URI'] ?? '';
  if (uri !== '') {
    await checkReplicaSet(uri).catch((error: unknown) => {
      throw new Error(`MONGODB_URI: ${String(error)}`);
    });
    tell('mongodb: the server of MONGODB_URI');
    return E.right(uri);
  }
  const program = await mongod();
  if (E.isLeft(program)) return E.left(`MONGODB_URI is not set; ${program.left}`);
  const { uri: own } = await startReplicaSet(program.right.open, 1);
  return E.right(own);
});
