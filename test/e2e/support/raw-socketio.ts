import { once } from 'node:events';
import { WebSocket } from 'ws';
import { within } from './deadline.js';

/** A WebSocket that speaks Engine.IO by hand, so that it can send what no client library would. */
export interface RawSocketio {
  /** Sends a Socket.IO packet as it stands; a buffer goes as a binary attachment. */
  packet(text: string | Buffer): void;
  /** Sends an Engine.IO packet as it stands. */
  raw(text: string): void;
  /** The next packet that satisfies a pattern, which is asked only of what comes from now on. */
  next(pattern: RegExp): Promise<string>;
  /** Resolves with the close code when the server has ended the connection. */
  readonly closed: Promise<number>;
  close(): void;
}

/** Opens the WebSocket, and enters no namespace. */
export const openRawSocketio = async (url: string): Promise<RawSocketio> => {
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    { perMessageDeflate: false },
  );
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => resolve(code));
  });
  await within(once(socket, 'open'), () => 'a raw connection');
  socket.on('error', () => undefined);
  return {
    packet: (text) => socket.send(typeof text === 'string' ? `4${text}` : text),
    raw: (text) => socket.send(text),
    next: (pattern) =>
      within(
        new Promise((resolve) => {
          const look = (data: Buffer): void => {
            const text = data.toString();
            if (!pattern.test(text)) return;
            socket.off('message', look);
            resolve(text);
          };
          socket.on('message', look);
        }),
        () => `a packet like ${String(pattern)}`,
      ),
    closed,
    close: () => socket.terminate(),
  };
};

/** In the namespace of the dialect, welcomed. */
export const enterRawSocketio = async (url: string, token: string): Promise<RawSocketio> => {
  const client = await openRawSocketio(url);
  const welcome = client.next(/^42\/support,\["connection:success"/);
  client.packet(`0/support,${JSON.stringify({ token })}`);
  await welcome;
  return client;
};
