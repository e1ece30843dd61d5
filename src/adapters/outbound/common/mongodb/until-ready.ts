import { setTimeout as delay } from 'node:timers/promises';
import { MongoServerError } from 'mongodb';
import type { Logger } from '../../../../application/ports/logger.js';
import type { MongoConnection } from './mongo-connection.js';
import {
  codeNameOf,
  faultOf,
  isMongoFailure,
  isPermanent,
  isUnauthorized,
  whyNobody,
} from './mongo-errors.js';

/** Milliseconds. */
export const OPENING_PATIENCE = 30_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;

const whyNot = (error: unknown): string => {
  if (error instanceof MongoServerError) return `fails with ${codeNameOf(error)}`;
  return whyNobody(error) ?? 'cannot be reached';
};

const refusalBy = ({ hosts, db }: MongoConnection, error: unknown): string =>
  isUnauthorized(error)
    ? `MongoDB at ${hosts} lets the user of MONGODB_URI do too little: ` +
      `the roles readWrite and dbAdmin on the database ${db.databaseName} are needed`
    : `MongoDB at ${hosts} refuses (see MONGODB_URI): ${codeNameOf(error)}`;

/**
 * Prepares what the connection is for, and waits for a server that is not there yet, and says so.
 * @param patience in milliseconds, before it gives up
 * @throws Error that names the hosts, when they cannot be reached in time or refuse; what `prepare` throws of its own
 */
export const untilReady = async (
  connection: MongoConnection,
  logger: Logger,
  patience: number,
  prepare: () => Promise<void>,
): Promise<void> => {
  const { hosts } = connection;
  const giveUpAt = performance.now() + patience;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      await prepare();
      return;
    } catch (error) {
      if (!isMongoFailure(error)) throw error;
      if (isPermanent(error)) throw new Error(refusalBy(connection, error));
      if (performance.now() + pause > giveUpAt) {
        throw new Error(`MongoDB at ${hosts} ${whyNot(error)} (see MONGODB_URI)`);
      }
      logger.warn('MongoDB cannot be opened yet, and is tried again after a pause', {
        hosts,
        pause,
        error: faultOf(error),
      });
      await delay(pause);
    }
  }
};
