import { within } from '../../e2e/support/deadline.js';
import { SECRET } from '../../e2e/support/tokens.js';
import type { Load } from '../clients/load.js';
import { openConversations } from '../clients/open-conversations.js';
import type { Protocol } from '../clients/protocol.js';
import { CONVERSATIONS, type Name } from '../scenarios.js';
import { startBenchServer } from './bench-server.js';

/** Milliseconds past the end of a load until which all of it must have been answered. */
const PATIENCE = 10_000;

/** What the generator did in a slice of load. */
export interface Slice {
  readonly messages: number;
  /** The share of a core that it took. */
  readonly generator: number;
}

/** A server with its clients connected. */
export interface LoadedServer {
  /** What it took since its start, in microseconds. */
  cpu(): Promise<number>;
  take(load: Load, named: boolean, milliseconds: number): Promise<Slice>;
  stop(): Promise<void>;
}

export interface LoadedServerOptions {
  readonly name: Name;
  readonly protocol: Protocol;
  readonly core: number | null;
  readonly dataDir: string;
}

export const startLoadedServer = async (options: LoadedServerOptions): Promise<LoadedServer> => {
  const { name, protocol, core, dataDir } = options;
  const isRelay = name === 'relay';
  const server = await startBenchServer({
    kind: isRelay ? protocol.relay : 'serve',
    core,
    environment: {
      PORT: '0',
      STORE: isRelay ? 'memory' : name,
      DATA_DIR: dataDir,
      JWT_SECRET: SECRET,
      PUBLIC_URL: 'http://127.0.0.1',
      LOG_LEVEL: 'warn',
      RATE_MESSAGES: 'off',
      RATE_CONNECTIONS: 'off',
    },
  });
  const target = { url: server.url, isRelay, protocol };
  const conversations = await openConversations(target, CONVERSATIONS);
  return {
    cpu: server.cpu,
    take: async (load, named, milliseconds) => {
      const [own, start] = [process.cpuUsage(), performance.now()];
      const work = load.run(conversations, milliseconds, named);
      const messages = await within(work, () => 'all to be answered', milliseconds + PATIENCE);
      const elapsed = performance.now() - start;
      const { user, system } = process.cpuUsage(own);
      return { messages, generator: (user + system) / (elapsed * 1_000) };
    },
    stop: async () => {
      for (const conversation of conversations) conversation.close();
      await server.stop();
    },
  };
};
