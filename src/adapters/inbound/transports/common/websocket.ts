import type { WebSocket } from 'ws';
import { insides } from './ws-insides.js';

/** An unfragmented, unmasked text frame (RFC 6455, section 5.2), in one piece. */
export const textFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
};

/** Bytes up to which frames are copied into one piece: that costs less than a write does. */
const PIECE = 16 * 1024;

/** In as few pieces as is sensible; a large frame goes uncopied: what many are too slow for is in memory once. */
export const inFewPieces = (frames: readonly Buffer[]): readonly Buffer[] => {
  if (frames.length < 2) return frames;
  const pieces: Buffer[] = [];
  let small: Buffer[] = [];
  let bytes = 0;
  const join = (): void => {
    if (small.length > 0) pieces.push(Buffer.concat(small, bytes));
    small = [];
    bytes = 0;
  };
  for (const frame of frames) {
    if (bytes + frame.length > PIECE) join();
    if (frame.length > PIECE) pieces.push(frame);
    else {
      small.push(frame);
      bytes += frame.length;
    }
  }
  join();
  return pieces;
};

/** Lets one connection send so many bytes in a message from now on, whatever its server's `maxPayload`. */
export const allowPayload = (ws: WebSocket, bytes: number): void => {
  insides(ws)._receiver._maxPayload = bytes;
};

/** Bytes that a client may have under way when it is told to go. */
const PARTING_BYTES = 64 * 1024;
/** Milliseconds that it may take to answer. */
const PARTING_TIME = 5_000;

/**
 * For a connection that is being closed: ws would take apart whatever its client goes on to send, for as
 * long as the client does not answer.
 */
export const boundParting = (ws: WebSocket): void => {
  const { _socket: tcp } = insides(ws);
  if (tcp === null) return;
  const before = tcp.bytesRead;
  tcp.on('data', () => {
    if (tcp.bytesRead - before > PARTING_BYTES) ws.terminate();
  });
  setTimeout(() => ws.terminate(), PARTING_TIME).unref();
};
