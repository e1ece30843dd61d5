import { setTimeout as delay } from 'node:timers/promises';
import { MongoServerError } from 'mongodb';
import { type MongoConnection, serverName } from '../../../common/mongodb/mongo-connection.js';

/** Milliseconds in which MongoDB may still list the connections of a server that has just ended. */
const PATIENCE = 1_000;

/** Milliseconds between two looks. */
const PAUSE = 50;

/** Connections of servers; one whom MongoDB does not let look at other users' sees those of his own. */
const serversOn = async ({ client, db }: MongoConnection): Promise<readonly string[]> => {
  const looking = async (allUsers: boolean): Promise<readonly string[]> => {
    const found = await client
      .db('admin')
      .aggregate<{ readonly client?: string }>(
        [
          { $currentOp: { allUsers, idleConnections: true } },
          { $match: { appName: serverName(db.databaseName) } },
        ],
        { readConcern: { level: 'local' } },
      )
      .toArray();
    return found.map((one) => one.client ?? 'somewhere');
  };
  try {
    return await looking(true);
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    return looking(false);
  }
};

/** @throws Error that says from where a server is connected */
export const refuseRunning = async (connection: MongoConnection): Promise<void> => {
  const giveUpAt = performance.now() + PATIENCE;
  for (;;) {
    const [one] = await serversOn(connection);
    if (one === undefined) return;
    if (performance.now() >= giveUpAt) {
      throw new Error(`a server uses this database from ${one}: stop every server first`);
    }
    await delay(PAUSE);
  }
};
