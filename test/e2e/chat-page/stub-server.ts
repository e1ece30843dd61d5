import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { PROJECT } from '../../architecture/support/tree.js';
import { PAGE } from './chat-tab.js';

/** A message as a page has sent it. */
export interface Sent {
  readonly ticketId: string;
  readonly message: string;
  readonly clientMessageId: string;
  readonly attachments: readonly SentFile[];
}

/** A file as document 003 sends it, in base64. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

/** What becomes of a message: it is answered so, or the connection breaks before it is. */
export type Fate = object | 'broken';

export interface StubServer {
  readonly url: string;
  /** All that was sent. */
  readonly sent: readonly Sent[];
  /**
   * Reads nothing that comes from now on.
   * @returns goes on reading
   */
  stall(): () => void;
  close(): Promise<void>;
}

/** Bytes of a frame. */
const MOST = 32 * 1024 * 1024;

const USER = { id: 'alice', name: 'Alice', email: null, type: 'Client' } as const;

/** What a stub decides of what it is asked. */
export interface Whims {
  fateOf(sent: Sent): Fate;
  /** Whether it has the messages of a ticket, of which there are none. */
  hasHistory(): boolean;
}

/** A server that lets everybody in as the same client, and does with messages what a real one rarely does. */
export const stubServer = async ({ fateOf, hasHistory }: Whims): Promise<StubServer> => {
  const pages: Readonly<Record<string, readonly [type: string, text: string]>> = {
    [PAGE]: ['text/html', readFileSync(join(PROJECT, PAGE), 'utf8')],
    '/api/tickets?page=1&limit=20': [
      'application/json',
      JSON.stringify({ success: true, data: { tickets: [], pagination: { totalPages: 1 } } }),
    ],
  };
  const server = createServer((request, response) => {
    const [type, text] = pages[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type });
    response.end(text);
  });
  const connections = new Set<Socket>();
  server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  // Who waits long is not taken for gone.
  const io = new Server(server, { maxHttpBufferSize: MOST, pingInterval: 600_000 });
  const sent: Sent[] = [];
  io.on('connection', (socket) => {
    socket.on('authenticate', () => socket.emit('authenticated', { user: USER }));
    socket.on('join_ticket', (joined: object) => socket.emit('joined_ticket', joined));
    socket.on('get_messages', (asked: object) => {
      if (!hasHistory()) return socket.emit('messages_error', { message: 'Service unavailable' });
      return socket.emit('messages_loaded', { ...asked, messages: [], pagination: { page: 1 } });
    });
    socket.on('send_message', (message: Sent, acknowledge: (answer: object) => void) => {
      sent.push(message);
      const fate = fateOf(message);
      if (fate === 'broken') {
        socket.conn.close();
        return;
      }
      // As a real one: who has sent a message hears of it, and then the answer.
      if ('data' in fate) socket.emit('new_message', fate);
      acknowledge(fate);
    });
  });
  const proceed = (): void => {
    for (const connection of connections) connection.resume();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    stall: () => {
      for (const connection of connections) connection.pause();
      return proceed;
    },
    close: () => {
      proceed();
      return io.close();
    },
  };
};

/** A message that was stored. */
export const stored = (
  { ticketId, message, clientMessageId, attachments }: Sent,
  seq = 2,
): Fate => ({
  data: {
    _id: clientMessageId,
    ticketId,
    sender: { _id: USER.id, name: USER.name, email: null, company: null },
    senderModel: USER.type,
    message,
    attachments: attachments.map(({ name, type, data }, at) => ({
      filename: `${at}`,
      originalname: name,
      mimetype: type,
      size: Buffer.byteLength(data, 'base64'),
      path: `/uploads/chat/${at}`,
      url: `http://elsewhere.example/uploads/chat/${at}`,
      uploadedAt: '2026-01-01T00:00:00.000Z',
    })),
    createdAt: '2026-01-01T00:00:00.000Z',
    seq,
  },
});
