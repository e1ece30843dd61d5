import { PacketType } from 'socket.io-parser';
import type { Channel, Frame } from '../../gateway/transport.js';
import { textFrame } from '../common/websocket.js';

/** A Socket.IO packet, and the WebSocket frame that carries it. */
export interface Wire {
  readonly packet: string;
  readonly frame: Buffer;
}

/** Engine.IO's prefix for a packet of the layer above. */
const MESSAGE = '4';

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
