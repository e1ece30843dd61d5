import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a store and its server, and passes everything on until it is told otherwise. */
export interface LossyProxy {
  readonly port: number;
  /** The next command of that name is done, and the connection ends before its answer has come through. */
  loseNextAnswer(command: string): void;
  /** How many answers it has lost. */
  lost(): number;
  /** Ends what is connected, and lets nobody through until it is opened again. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

export const lossyProxy = async (address: string): Promise<LossyProxy> => {
  const [host = '', port = ''] = address.split(':');
  const sockets = new Set<Socket>();
  let losing: string | null = null;
  let lost = 0;
  let isShut = false;

  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((near) => {
    if (isShut) return near.destroy();
    const far = connect(Number(port), host);
    let isDoomed = false;
    near.on('data', (chunk) => {
      // A command's name is the first key of its document, and a key ends with a NUL.
      if (losing !== null && chunk.includes(`${losing}\0`)) {
        losing = null;
        isDoomed = true;
      }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!isDoomed) return near.write(chunk);
      lost += 1;
      near.destroy();
      return far.destroy();
    });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    loseNextAnswer: (command) => {
      losing = command;
    },
    lost: () => lost,
    shut: () => {
      isShut = true;
      endAll();
    },
    open: () => {
      isShut = false;
    },
    close: async () => {
      endAll();
      server.close();
      await once(server, 'close');
    },
  };
};
