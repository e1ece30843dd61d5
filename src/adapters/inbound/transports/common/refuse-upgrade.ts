import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Milliseconds for a client to take the answer and go. */
const PARTING = 1_000;

const ignore = (): void => undefined;

export interface RefusalExtras {
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[];
}

/** Answers an upgrade that is not granted, as plain HTTP, and ends the connection. */
export const refuseUpgrade = (
  socket: Duplex,
  status: number,
  message: string,
  { retryAfter, cookies = [] }: RefusalExtras = {},
): void => {
  // An upgraded socket is nobody's: without a listener its next error would end the process.
  socket.on('error', ignore);
  if (socket.destroyed) return;
  const body = JSON.stringify({ success: false, message });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
      'Connection: close\r\nContent-Type: application/json\r\n' +
      (retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`) +
      cookies.map((cookie) => `Set-Cookie: ${cookie}\r\n`).join('') +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), PARTING).unref();
};
