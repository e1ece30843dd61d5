import { randomBytes } from 'node:crypto';

/** Opcodes of RFC 6455, section 5.2. */
export const TEXT = 1;
export const PING = 9;
export const PONG = 10;

/** The same for all: what a client is to draw anew for each frame costs the server nothing. */
const MASK = randomBytes(4);

/** A client's frame of up to 65,535 bytes (RFC 6455, section 5.2). */
export const maskedFrame = (opcode: number, text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (length < 126 ? length : 126);
  if (length >= 126) frame.writeUInt16BE(length, 2);
  frame.set(MASK, header - MASK.length);
  frame.write(text, header);
  for (let index = 0; index < length; index += 1) {
    frame[header + index] = (frame[header + index] ?? 0) ^ (MASK[index % MASK.length] ?? 0);
  }
  return frame;
};
