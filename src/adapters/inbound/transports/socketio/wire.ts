import { PacketType } from 'socket.io-parser';
import type { Channel, Frame } from '../../gateway/transport.js';

/** A Socket.IO packet, and the WebSocket frame that carries it. */
export interface Wire {
  readonly packet: string;
  readonly frame: Buffer;
}

/** Engine.IO's prefix for a packet of the layer above. */
const MESSAGE = '4';

/** An unfragmented, unmasked text frame (RFC 6455, section 5.2), in one piece. */
const textFrame = (text: string): Buffer => {
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

const wire = (packet: string): Wire => ({ packet, frame: textFrame(MESSAGE + packet) });

const prefix = (type: PacketType, namespace: string): string =>
  namespace === '/' ? String(type) : `${type}${namespace},`;

export interface NamespaceChannel extends Channel<Wire> {
  acknowledge(id: number, answer: unknown): Wire;
}

/** Writes events and acknowledgements of one namespace as the Socket.IO protocol, version 5, has them. */
export const namespaceChannel = (namespace: string): NamespaceChannel => {
  const event = prefix(PacketType.EVENT, namespace);
  const ack = prefix(PacketType.ACK, namespace);
  return {
    encode: ({ event: name, data }: Frame) => wire(event + JSON.stringify([name, data])),
    acknowledge: (id, answer) => wire(`${ack}${id}${JSON.stringify([answer])}`),
  };
};
