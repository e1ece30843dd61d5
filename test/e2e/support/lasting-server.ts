import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { left } from 'fp-ts/lib/TaskEither.js';
import type { Store } from '../../../src/application/ports/store.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { container } from '../../../src/bootstrap/container.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { frameBudget, mountTransports } from '../../../src/bootstrap/transports.js';
import { unavailable } from '../../../src/domain/failure.js';
import { openStore, type StorePlace } from '../../support/bound-stores.js';
import { testConfig } from './in-process-server.js';
import { clientAddress } from '../../../src/adapters/inbound/transports/common/client-address.js';

/** A server in the test's own process, which goes on at the same address and with the same store. */
export interface LastingServer {
  readonly url: string;
  /** Of the server as it runs now. */
  cases(): UseCases;
  /** Lets so many milliseconds pass, by the server's clock alone. */
  wait(milliseconds: number): void;
  /** Whether its store finds no session, and saves none. */
  setDown(isDown: boolean): void;
  /** How often a session has been looked for in vain while it was. */
  inVain(): number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const lastingServer = async (place: StorePlace): Promise<LastingServer> => {
  let passed = 0;
  let isDown = false;
  let inVain = 0;
  let port = 0;
  let running: { readonly cases: UseCases; stop(): Promise<void> } | null = null;
  /** In memory there is nothing that would last. */
  let open: Store | null = null;

  const failing = (store: Store): Store => ({
    ...store,
    sessions: {
      save: (entries, now) => (isDown ? left(unavailable) : store.sessions.save(entries, now)),
      find: (key, now) => {
        if (!isDown) return store.sessions.find(key, now);
        inVain += 1;
        return left(unavailable);
      },
    },
  });

  const start = async (): Promise<void> => {
    const config = testConfig(place.environment);
    const bindings = container(config);
    const store = open ?? (await openStore(place));
    open = place.name === 'memory' ? store : null;
    bindings.rebind(TOKENS.store).toConstantValue(failing(store));
    bindings.rebind(TOKENS.clock).toConstantValue({ now: () => Date.now() + passed });
    const gateway = await bindings.getAsync(TOKENS.gateway);
    const server = createServer();
    const logger = bindings.get(TOKENS.logger);
    const cases = await bindings.getAsync(TOKENS.useCases);
    const ground = {
      server,
      gateway,
      fetchFile: cases.fetchFile,
      config,
      logger,
      isAllowedOrigin: () => true,
      turnedAway: () => undefined,
      addressOf: clientAddress(0),
      budget: frameBudget(config),
    };
    const mounted = mountTransports(ground);
    server.on('upgrade', (request, socket, head) => {
      mounted.some(({ upgrade }) => upgrade?.(request, socket, head));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    running = {
      cases,
      stop: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        await gateway.close();
        await Promise.all(mounted.map((one) => one.close()));
        server.closeAllConnections();
        await closed;
        if (open === null) await store.close();
      },
    };
  };

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    cases: () => {
      if (running === null) throw new Error('the server is down');
      return running.cases;
    },
    wait: (milliseconds) => {
      passed += milliseconds;
    },
    setDown: (down) => {
      isDown = down;
    },
    inVain: () => inVain,
    start,
    stop: async () => {
      await running?.stop();
      running = null;
    },
  };
};
