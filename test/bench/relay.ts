import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

interface Send {
  readonly conversationId: string;
  readonly message: string;
}

type Ack = (answer: unknown) => void;

/** The least that a chat over Socket.IO can do: no store, no rules, nobody refused. */
export const startRelay = async (): Promise<string> => {
  const server = createServer();
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
