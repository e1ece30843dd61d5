import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from './until.js';

/** A connection that says what no HTTP client would. */
export interface RawTcp {
  readonly socket: Socket;
  /** All that has come so far, once it matches. */
  heard(pattern: RegExp): Promise<string>;
  /** All that came, once the connection has ended. */
  readonly closed: Promise<string>;
}

export const openTcp = async (url: string): Promise<RawTcp> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
  });
  // What is refused early may be reset before all of it was read.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(received));
  });
  await once(socket, 'connect');
  return {
    socket,
    closed,
    heard: async (pattern) => {
      await until(() => pattern.test(received));
      return received;
    },
  };
};

/** A request's line and headers. */
export const head = (line: string, ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n');
