import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from '../../../src/adapters/inbound/gateway/gateway.js';
import { channel as support } from '../../../src/adapters/inbound/dialects/support/channel.js';
import { loopbackTransport } from '../../../src/adapters/inbound/transports/loopback/loopback-transport.js';
import type { Logger } from '../../../src/application/ports/logger.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Config } from '../../../src/bootstrap/config.js';
import { container } from '../../../src/bootstrap/container.js';
import type { StoreName } from '../../../src/bootstrap/stores.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { mountTransports } from '../../../src/bootstrap/transports.js';
import type { Channel } from '../../../src/domain/channel.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { admin, customer } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { Client } from './client.js';
import { testConfig } from './in-process-server.js';
import { connectLoopback } from './loopback-client.js';
import { connectSocketio } from './socketio-client.js';
import { connectWs } from './ws-client.js';

export interface Opening {
  readonly channel?: Channel;
  readonly departmentId?: string;
}

/** Where a dialect's scenario is played: a system, and a way to connect to it. */
export interface Stage {
  connect(token: string): Promise<Client>;
  /** Opens a customer's conversation, as if through another dialect when it names a channel. */
  open(customerId: string, opening?: Opening): Promise<string>;
  /** As an admin would. */
  closeConversation(id: string): Promise<void>;
  leave(): Promise<void>;
}

/** A transport's way in, once it stands. */
interface Door {
  connect(token: string): Promise<Client>;
  close(): Promise<void>;
}

export type Transport = (gateway: Gateway, config: Config, logger: Logger) => Promise<Door>;

const stageUseCases = (cases: UseCases): Pick<Stage, 'open' | 'closeConversation'> => ({
  open: async (customerId, { channel = support, departmentId } = {}) => {
    const owner = customer(customerId);
    const request = { channel, type: 'general', subject: null } as const;
    if (channel.singleOpen) {
      return expectRight(await cases.getOrStartConversation(owner, request)()).conversation.id;
    }
    const opened = await cases.startConversation(owner, {
      ...request,
      departmentId: departmentId ?? null,
      deviceMetadata: null,
      message: null,
    })();
    return expectRight(opened).conversation.id;
  },
  closeConversation: async (id) => {
    const conversationId = toConversationId(id);
    expectRight(await cases.closeConversation(admin(), { conversationId, note: null })());
  },
});

/** A fresh system on a store, entered by a transport. */
export const stage = async (transport: Transport, store: StoreName): Promise<Stage> => {
  const folder = temporaryFolder();
  const config = testConfig(folder.path, { STORE: store });
  const bindings = container(config);
  const gateway = await bindings.getAsync(TOKENS.gateway);
  const door = await transport(gateway, config, bindings.get(TOKENS.logger));
  return {
    ...stageUseCases(await bindings.getAsync(TOKENS.useCases)),
    connect: (token) => door.connect(token),
    leave: async () => {
      await gateway.close();
      await door.close();
      await bindings.get(TOKENS.resources).close();
      folder.remove();
    },
  };
};

export const loopback: Transport = (gateway) => {
  const transport = loopbackTransport(gateway.dialects);
  return Promise.resolve({
    connect: (token) => connectLoopback(transport, token),
    close: () => Promise.resolve(),
  });
};

/** The server's own transports on a port, as `startApp` mounts them; only its container is in reach here. */
const onPort =
  (connect: (url: string, token: string) => Promise<Client>): Transport =>
  async (gateway, config, logger) => {
    const server = createServer();
    const mounted = mountTransports({
      server,
      gateway,
      config,
      isAllowedOrigin: () => true,
      logger,
    });
    server.on('upgrade', (request, socket, head) => {
      mounted.some(({ upgrade }) => upgrade?.(request, socket, head));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      connect: (token) => connect(`http://127.0.0.1:${port}`, token),
      close: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        await Promise.all(mounted.map((one) => one.close()));
        server.closeAllConnections();
        await closed;
      },
    };
  };

export const socketioWebSocket = onPort((url, token) => connectSocketio(url, { token }));

export const socketioPolling = onPort((url, token) =>
  connectSocketio(url, { token }, { transports: ['polling'] }),
);

export const plainWs = onPort(connectWs);
