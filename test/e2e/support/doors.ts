import { once } from 'node:events';
import { left as taskLeft } from 'fp-ts/lib/TaskEither.js';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameBudget } from '../../../src/adapters/inbound/transports/common/frame-budget.js';
import { loopbackTransport } from '../../../src/adapters/inbound/transports/loopback/loopback-transport.js';
import { noFile } from '../../../src/domain/failure.js';
import { frameBudget, type Ground, mountTransports } from '../../../src/bootstrap/transports.js';
import type { Client } from './client.js';
import { connectLoopback } from './loopback-client.js';
import { connectSocketio } from './socketio-client.js';
import type { Spoken } from './spoken.js';
import { openWs, wsPath } from './ws-client.js';
import { clientAddress } from '../../../src/adapters/inbound/transports/common/client-address.js';

/** How a client says outright who it is; not at all where it has neither. */
export interface Credentials {
  readonly token?: string;
  readonly guestId?: string;
}

/** A transport's way in, once it stands. */
export interface Door {
  /** Where it serves HTTP, if it does. */
  readonly url: string | null;
  connect<Frames, Answer>(
    spoken: Spoken,
    credentials: Credentials,
  ): Promise<Client<Frames, Answer>>;
  close(): Promise<void>;
}

/** What doors are made of; of files they serve none, unless they are told of them. */
type DoorGround = Pick<Ground, 'gateway' | 'config' | 'logger'> &
  Partial<Pick<Ground, 'fetchFile'>>;

export type Transport = (ground: DoorGround) => Promise<Door>;

const loopback: Transport = ({ gateway }) => {
  const transport = loopbackTransport(gateway.dialects);
  return Promise.resolve({
    url: null,
    connect: ({ name }, credentials) => connectLoopback(transport, name, credentials),
    close: () => Promise.resolve(),
  });
};

type Connect = <Frames, Answer>(
  spoken: Spoken,
  url: string,
  credentials: Credentials,
) => Promise<Client<Frames, Answer>>;

/** The server's own transports on a port, as `startApp` mounts them; only its container is in reach here. */
export const onPort =
  (connect: Connect, budget?: FrameBudget): Transport =>
  async (ground) => {
    const server = createServer();
    const mounted = mountTransports({
      fetchFile: () => taskLeft(noFile),
      ...ground,
      server,
      isAllowedOrigin: () => true,
      turnedAway: () => undefined,
      addressOf: clientAddress(0),
      budget: budget ?? frameBudget(ground.config),
    });
    server.on('upgrade', (request, socket, head) => {
      mounted.some(({ upgrade }) => upgrade?.(request, socket, head));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return {
      url,
      connect: (spoken, credentials) => connect(spoken, url, credentials),
      close: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        await Promise.all(mounted.map((one) => one.close()));
        server.closeAllConnections();
        await closed;
      },
    };
  };

/** Socket.IO on these of its own transports. */
export const bySocketio = (...transports: readonly ('polling' | 'websocket')[]): Transport =>
  onPort((spoken, url, credentials) =>
    connectSocketio(spoken, url, { ...credentials }, { transports }),
  );

/** As a request or an upgrade has them. */
export const headersOf = ({ token, guestId }: Credentials): Readonly<Record<string, string>> => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(guestId === undefined ? {} : { 'x-guest-id': guestId }),
});

export const byWs: Connect = (spoken, url, credentials) =>
  openWs(spoken, url, { path: wsPath(spoken), headers: headersOf(credentials) });

/** Every way to connect to a server, by name. */
export const TRANSPORTS = {
  'Socket.IO': bySocketio('websocket'),
  'Socket.IO by long polling': bySocketio('polling'),
  'plain ws': onPort(byWs),
  loopback,
} as const satisfies Readonly<Record<string, Transport>>;
