import { pinoLogger } from '../../adapters/outbound/system/pino-logger.js';
import type { Store } from '../../application/ports/store.js';
import type { TransferHeader } from '../../application/transfer/transfer-record.js';
import type { Config } from '../config.js';
import { logDestination } from '../log-destination.js';
import { resources } from '../resources.js';
import { databaseFiles, refuseMissing, stores } from '../stores.js';

export const ENVIRONMENT = `
Environment, as for serve:
  STORE, DATA_DIR, MONGODB_URI   which store
  LOG_LEVEL                      of what the store has to say, on standard error`;

/** The place of a store, for people: no URI, which may hold a password. */
export const nameOf = ({ store, dataDir }: Config): string =>
  databaseFiles[store] === null ? `the store ${store}` : `the store ${store} in ${dataDir}`;

/** How much was moved, for people. */
export const describeTransfer = (
  { conversations, events, messages, staff }: TransferHeader,
  withFiles: number,
): string => {
  const files =
    withFiles === 0
      ? ''
      : `, of which ${withFiles} have files, which are not in it: see docs/moving.md`;
  return (
    `${conversations} conversations with ${events} events ` +
    `(${messages} messages${files}), and ${staff} staff.`
  );
};

/**
 * Opens the store that a server with this configuration has. Its log goes to standard error.
 * @throws Error for one that cannot be opened, is not there though it must be, or ends with the process
 */
export const openTransferStore = async (
  config: Config,
  { mustBeThere }: { readonly mustBeThere: boolean },
): Promise<Store> => {
  if (config.store === 'memory') {
    throw new Error('STORE is memory, which ends with the process: there is nothing to move.');
  }
  if (mustBeThere) refuseMissing(config.store, config.dataDir);
  const logger = pinoLogger(config.logLevel, logDestination(process.stderr, config));
  return resources().open(`The store ${config.store}`, () =>
    stores[config.store]({ ...config, mustBeThere }, logger),
  );
};
