import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { aheadOf } from './ahead-of.js';

/** The connections of a server, upgraded or not: what it knows itself are those that speak HTTP. */
export interface TcpConnections {
  /**
   * To be called when all were told to go. What it returns cuts off whoever is still there, is owed no
   * answer to a request, and has taken nothing of what waited for him.
   */
  parting(): () => void;
  cutOff(): void;
}

/** Requests on one connection that have not been answered: no browser sends a second one before that. */
const MAX_UNANSWERED = 10;

/** Node 22 tells only the answer whose turn it is that its client has gone: who writes one of those behind it would wait for ever. */
const giveUp = (response: ServerResponse): void => {
  if (response.closed) return;
  response.destroy();
  response.emit('close');
};

/**
 * Follows the connections of a server, to be called when all who take its requests and upgrades listen. Node
 * begins every request that it reads in one piece, so whoever sends hundreds ahead is cut off.
 */
export const tcpConnections = (server: Server): TcpConnections => {
  const sockets = new Set<Socket>();
  const unanswered = new Map<Socket, Set<ServerResponse>>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      const owed = unanswered.get(socket) ?? [];
      unanswered.delete(socket);
      // Node's own listeners come first.
      process.nextTick(() => owed.forEach(giveUp));
    });
  });

  aheadOf(server, 'request', ({ socket }, response) => {
    // What was read before it was cut off is still handed over.
    if (socket.destroyed) return false;
    const owed = unanswered.get(socket) ?? new Set();
    unanswered.set(socket, owed.add(response));
    response.once('close', () => {
      owed.delete(response);
      if (owed.size === 0) unanswered.delete(socket);
    });
    if (owed.size > MAX_UNANSWERED) socket.destroy();
    return owed.size <= MAX_UNANSWERED;
  });

  aheadOf(server, 'upgrade', ({ socket }) => {
    // The answers that are owed would stand in the middle of what follows.
    if (unanswered.has(socket)) socket.destroy();
    return !socket.destroyed;
  });

  return {
    parting: () => {
      const unsent = new Map([...sockets].map((socket) => [socket, socket.writableLength]));
      return () => {
        for (const socket of sockets) {
          const takesSome = socket.writableLength < (unsent.get(socket) ?? 0);
          if (!unanswered.has(socket) && !takesSome) socket.destroy();
        }
      };
    },
    cutOff: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};
