import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';

interface Send {
  readonly conversationId: string;
  readonly message: string;
}

type Ack = (answer: unknown) => void;

/** The least that a chat over Socket.IO can do: no store, no rules, nobody refused. */
export const socketioRelay = (server: HttpServer): void => {
  const namespace = new Server(server).of('/support');
  namespace.on('connection', (socket) => {
    socket.on('conversation:join', async ({ conversationId }: Send, ack: Ack) => {
      await socket.join(conversationId);
      ack({ success: true });
    });
    socket.on('message:send', ({ conversationId, message }: Send, ack: Ack) => {
      const id = randomUUID();
      const createdAt = new Date().toISOString();
      namespace
        .to(conversationId)
        .emit('message:received', { id, conversationId, message, createdAt });
      ack({ id, createdAt });
    });
  });
};
