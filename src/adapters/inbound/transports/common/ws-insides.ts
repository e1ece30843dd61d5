import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Ends a step of the receiver, with what is wrong. */
type Done = (error?: Error) => void;

/** Takes a connection's frames apart. */
interface Receiver {
  _maxPayload: number;
  /** Of the frame at hand. */
  readonly _opcode: number;
  /** Whether the frame at hand is the last one of its message. */
  readonly _fin: boolean;
  /** Of the message's frames up to the one at hand. */
  readonly _totalPayloadLength: number;
  /** The length of the frame at hand is known, and none of its content has been looked at. */
  haveLength(done: Done): void;
  /** The frame at hand is there; where it is the last one its message is emitted. */
  dataMessage(done: Done): void;
}

/** What no type of ws tells; its version is pinned, and a test fails when it changes. */
interface Insides {
  readonly _receiver: Receiver;
  /** Until the connection has ended. */
  readonly _socket: Socket | null;
}

export const insides = (ws: WebSocket): Insides => ws as unknown as Insides;
