import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

interface Envelope {
  readonly event: string;
  readonly data: { readonly conversationId: string; readonly message: string };
  readonly ack: number;
}

/** The least that a chat over WebSocket can do: no store, no rules, nobody refused. */
export const wsRelay = (server: HttpServer): void => {
  const rooms = new Map<string, Set<WebSocket>>();

  const join = (socket: WebSocket, conversationId: string): void => {
    const room = rooms.get(conversationId) ?? new Set();
    rooms.set(conversationId, room.add(socket));
    socket.on('close', () => room.delete(socket));
  };

  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => {
      const { event, data, ack } = JSON.parse(bytes.toString()) as Envelope;
      const { conversationId, message } = data;
      if (event === 'conversation:join') {
        join(socket, conversationId);
        socket.send(JSON.stringify({ ack, data: { success: true } }));
        return;
      }
      const id = randomUUID();
      const createdAt = new Date().toISOString();
      const received = JSON.stringify({
        event: 'message:received',
        data: { id, conversationId, message, createdAt },
      });
      for (const member of rooms.get(conversationId) ?? []) member.send(received);
      socket.send(JSON.stringify({ ack, data: { id, createdAt } }));
    });
  });
};
