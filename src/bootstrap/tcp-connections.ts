import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, upgraded or not: what it knows itself are those that speak HTTP. */
export interface TcpConnections {
  /**
   * To be called when all were told to go. What it returns cuts off whoever is still there, is owed no
   * answer to a request, and has taken nothing of what waited for him.
   */
  parting(): () => void;
  cutOff(): void;
}

export const tcpConnections = (server: Server): TcpConnections => {
  const sockets = new Set<Socket>();
  const underWay = new Set<IncomingMessage>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    underWay.add(request);
    response.once('close', () => underWay.delete(request));
  });

  return {
    parting: () => {
      const unsent = new Map([...sockets].map((socket) => [socket, socket.writableLength]));
      return () => {
        const owed = new Set([...underWay].map(({ socket }) => socket));
        for (const socket of sockets) {
          const takesSome = socket.writableLength < (unsent.get(socket) ?? 0);
          if (!owed.has(socket) && !takesSome) socket.destroy();
        }
      };
    },
    cutOff: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};
