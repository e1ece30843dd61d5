import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from 'inversify';
import { clientAddress } from '../adapters/inbound/transports/common/client-address.js';
import { type NoteRefusal, RefusalLog } from '../adapters/inbound/transports/common/refusal-log.js';
import { refuseUpgrade } from '../adapters/inbound/transports/common/refuse-upgrade.js';
import { aheadOf } from './ahead-of.js';
import type { Logger } from '../application/ports/logger.js';
import type { Config } from './config.js';
import { container } from './container.js';
import { dataDirClaims } from './data-dir-claim.js';
import { unreachableLinks, watchForProxies } from './hints.js';
import { originCheck } from './origins.js';
import { watchLevels } from './metering/watch-levels.js';
import { operationsOf } from './operations.js';
import { startSweeper } from './sweeper.js';
import { TOKENS } from './tokens.js';
import { tcpConnections } from './tcp-connections.js';
import { frameBudget, type Mounted, mountTransports } from './transports.js';
import { messageOf } from '../adapters/outbound/common/message-of.js';

/** A server that accepts clients. */
export interface App {
  readonly url: string;
  readonly logger: Logger;
  /** Gives what was logged to whoever reads it. */
  flushLog(): Promise<void>;
  /**
   * Stops accepting, answers what is under way, sends clients away to come back, closes the store and
   * gives the log to whoever reads it;
   * within ten seconds, whatever the clients and the store do.
   */
  stop(): Promise<void>;
}

/** Milliseconds. */
export interface StopTimes {
  /** For what is under way to be answered, and again for clients to take their answers and go. */
  readonly patience: number;
  /** For clients who wait for no answer to go. */
  readonly parting: number;
  /** For all of it, the closing of the store included, which may hang: those who run servers kill them after ten seconds. */
  readonly whole: number;
}

const STOP_TIMES: StopTimes = { patience: 4_000, parting: 1_500, whole: 9_000 };

const listen = async (server: Server, { port, host }: Config): Promise<string> => {
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    throw new Error(`Cannot listen on HOST ${host}, PORT ${port}: ${messageOf(error)}`, {
      cause: error,
    });
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`;
};

const routeUpgrades = (
  server: Server,
  mounted: readonly Mounted[],
  turnedAway: NoteRefusal,
): void => {
  server.on('upgrade', (request, socket, head) => {
    const taken = mounted.some(({ upgrade }) => upgrade?.(request, socket, head) ?? false);
    if (taken) return;
    turnedAway(request, 'NoSuchPath');
    refuseUpgrade(socket, 404, 'Not found');
  });
};

/** Waits, but not for ever; whether it was done. */
const atMost = async (milliseconds: number, work: Promise<unknown>): Promise<boolean> => {
  const over = new AbortController();
  const late = delay(milliseconds, false, { signal: over.signal });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    over.abort();
  }
};

/** Milliseconds for a request to come whole. */
const REQUEST_TIMEOUT = 300_000;

const start = async (
  config: Config,
  bindings: Container,
  { patience, parting, whole }: StopTimes,
): Promise<App> => {
  const resources = bindings.get(TOKENS.resources);
  const logger = bindings.get(TOKENS.logger);
  for (const { variable, meant } of config.misspelt) {
    logger.warn('a variable is set that nobody reads, and is nearly called as one of ours', {
      variable,
      meant,
    });
  }
  const claim = await resources.open(`The store ${config.store}`, async () =>
    Promise.resolve(dataDirClaims[config.store](config.dataDir, 'serving')),
  );
  if (claim.killed !== null) {
    logger.warn('the server before was killed', { killed: claim.killed });
  }
  // First, and by itself: of a database that store and files wait for one of them tells.
  await bindings.getAsync(TOKENS.store);
  const gateway = await bindings.getAsync(TOKENS.gateway);
  // An upgrade to anything else, such as h2c, is to be ignored, and the request answered.
  const server = createServer({
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  });
  // A file that waits for its message longer than an hour is removed: its form has come by then, or never will.
  server.requestTimeout = REQUEST_TIMEOUT;
  // Also who takes nothing of an answer is dead, and would hold on to what is read for it.
  server.timeout = config.heartbeatTimeout;
  const isAllowedOrigin = originCheck({
    allowed: config.corsOrigins,
    allowLoopback: !config.isProduction,
  });

  const addressOf = clientAddress(config.trustProxy);
  const budget = frameBudget(config);
  const { fetchFile, sweepFiles } = await bindings.getAsync(TOKENS.useCases);
  const metrics = bindings.get(TOKENS.metrics);
  watchLevels(metrics, { config, budget, presence: await bindings.getAsync(TOKENS.presence) });
  const refusals = new RefusalLog({ logger, addressOf, metrics });
  const mounted = mountTransports({
    server,
    gateway,
    fetchFile,
    config,
    isAllowedOrigin,
    turnedAway: refusals.note,
    addressOf,
    budget,
    logger,
    metrics,
  });
  routeUpgrades(server, mounted, refusals.note);
  const { readiness, handle } = await operationsOf(config, bindings, refusals.note);
  aheadOf(server, 'request', (request, response) => !handle(request, response));
  watchForProxies(server, config, logger);
  const connections = tcpConnections(server);
  const url = await listen(server, config);
  bindings.get(TOKENS.ownAddress).listensAt(url);
  claim.listensAt(url);
  const sweeper = startSweeper(sweepFiles, logger);
  const hint = unreachableLinks(config);
  if (hint !== null) logger.warn(hint, { url });
  logger.info('listening', { url, store: config.store, dialects: config.dialects });

  const flushLog = () => bindings.get(TOKENS.logOutput).flush();

  return {
    url,
    logger,
    flushLog,
    stop: async () => {
      readiness.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      const began = performance.now();
      let fault: unknown = null;
      /** One part that cannot be closed keeps no other from it. */
      const closing = (work: Promise<unknown>): Promise<unknown> =>
        work.catch((error: unknown) => {
          fault ??= error;
          logger.error('not all could be closed', { error });
        });
      await atMost(patience, closing(gateway.close()));
      setTimeout(connections.parting(), parting).unref();
      await atMost(patience, Promise.all([closed, ...mounted.map((one) => closing(one.close()))]));
      connections.cutOff();
      refusals.close();
      const left = Math.max(0, whole - (performance.now() - began));
      const isClosed = await atMost(
        left,
        closing(sweeper.close()).then(() => closing(resources.close())),
      );
      if (isClosed) logger.info('stopped');
      else logger.warn('stopped before the store was closed: it did not answer');
      await flushLog();
      if (fault !== null) throw new Error(messageOf(fault), { cause: fault });
    },
  };
};

/**
 * Builds the server for a configuration and starts listening; what was opened for one that fails to
 * start is closed again.
 */
export const startApp = async (
  config: Config,
  times = STOP_TIMES,
  bindings = container(config),
): Promise<App> => {
  try {
    return await start(config, bindings, times);
  } catch (error) {
    const faultOfClosing = await bindings.get(TOKENS.resources).close().catch(messageOf);
    if (faultOfClosing !== undefined) bindings.get(TOKENS.logger).error(faultOfClosing);
    await bindings.get(TOKENS.logOutput).flush();
    throw error;
  }
};
