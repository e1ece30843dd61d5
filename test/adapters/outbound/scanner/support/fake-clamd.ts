import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { ClamdAddress } from '../../../../../src/adapters/outbound/scanner/clamd-scan.js';

/** A server that does as it is told with each connection. */
export interface FakeClamd extends ClamdAddress {
  /** Resolves when no connection is left. */
  readonly isAlone: () => Promise<void>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

export const fakeClamd = async (serve: (socket: Socket) => void): Promise<FakeClamd> => {
  const open = new Map<Socket, Promise<void>>();
  const server = createServer({ noDelay: true }, (socket) => {
    // A client that gives up resets the connection.
    socket.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        open.delete(socket);
        resolve();
      });
    });
    open.set(socket, closed);
    serve(socket);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    isAlone: async () => {
      for (const [socket, closed] of open) {
        // What the client closed is closed once it is read to its end.
        socket.resume();
        await closed;
      }
    },
    stop: async () => {
      for (const socket of open.keys()) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
