import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A WebSocket, upgraded by hand, of which nothing is read from then on. */
export interface UnreadWebSocket {
  /** Writes these bytes over and over until the server ends the connection, or so many have been written. */
  writeUntilCut(bytes: Buffer, most: number): Promise<'cut' | 'taken'>;
}

const write = (tcp: Socket, bytes: Buffer): Promise<unknown> =>
  new Promise((resolve) => tcp.write(bytes, resolve));

export const openUnread = async (url: string, path: string): Promise<UnreadWebSocket> => {
  const { hostname, port } = new URL(url);
  const tcp = connect(Number(port), hostname);
  tcp.write(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [answer] = (await once(tcp, 'data')) as [Buffer];
  if (!answer.toString().startsWith('HTTP/1.1 101 ')) throw new Error(answer.toString());
  tcp.pause();
  tcp.on('error', () => undefined);
  return {
    writeUntilCut: async (bytes, most) => {
      for (let written = 0; written < most && !tcp.destroyed; written += bytes.length) {
        await write(tcp, bytes);
      }
      const outcome = tcp.destroyed ? 'cut' : 'taken';
      tcp.destroy();
      return outcome;
    },
  };
};
