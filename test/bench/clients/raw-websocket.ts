import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { FrameReader } from './frame-reader.js';
import { maskedFrame, PING, PONG, TEXT } from './masked-frame.js';

/** A text frame in place, from `start` up to `end`; gone when the listener returns. */
export type OnText = (bytes: Buffer, start: number, end: number) => void;

/** A WebSocket client that does as little as it can, so that the server is what is measured. */
export interface RawWebSocket {
  /** Who hears what comes from now on. */
  onText: OnText;
  send(text: string): void;
  close(): void;
}

/** All connections read into this: what comes is scanned at once, and not kept. */
const READ_BUFFER = Buffer.alloc(65_536);

const END_OF_HEAD = '\r\n\r\n';

const upgradeRequest = ({ host, pathname, search }: URL, token: string): string =>
  [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Authorization: Bearer ${token}`,
  ].join('\r\n') + END_OF_HEAD;

export const openRawWebSocket = (url: URL, token: string, onText: OnText): Promise<RawWebSocket> =>
  new Promise((resolve, reject) => {
    const readFrames = (chunk: Buffer): void => frames.read(chunk);
    const readHead = (chunk: Buffer): void => {
      const end = chunk.indexOf(END_OF_HEAD);
      if (end < 0 || !chunk.toString().startsWith('HTTP/1.1 101')) {
        return reject(new Error(`no WebSocket: ${chunk.toString()}`));
      }
      read = readFrames;
      read(chunk.subarray(end + END_OF_HEAD.length));
      resolve(client);
    };
    let read = readHead;
    const socket = connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          read(READ_BUFFER.subarray(0, length));
          return true;
        },
      },
    });
    const client: RawWebSocket = {
      onText,
      send: (text) => socket.write(maskedFrame(TEXT, text)),
      close: () => socket.destroy(),
    };
    const frames = new FrameReader((opcode, bytes, start, end) => {
      if (opcode === TEXT) client.onText(bytes, start, end);
      else if (opcode === PING) socket.write(maskedFrame(PONG, bytes.toString('utf8', start, end)));
      else throw new Error('a server has ended a connection');
    });
    socket.on('error', reject);
    socket.write(upgradeRequest(url, token));
  });
