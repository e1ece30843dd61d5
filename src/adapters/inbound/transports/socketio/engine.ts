import type { Socket, Transport } from 'engine.io';
import type { WebSocket } from 'ws';
import { allowPayload, boundParting } from '../common/websocket.js';

/** The Engine.IO connection below a Socket.IO one. */
export type Engine = Socket;

/** What no type of the libraries tells; their versions are pinned, and a test fails when it changes. */
interface Insides {
  /** Of WebSocket alone. */
  readonly socket?: WebSocket;
  /** Of long polling: bytes of a request's body. */
  maxHttpBufferSize: number;
  /** Of long polling: milliseconds for a client to fetch that it is to go. */
  closeTimeout?: number;
  /** Of long polling: takes a request's body. */
  onData(body: string): void;
}

const insides = (transport: Transport): Insides => transport as unknown as Insides;

/** Takes nothing more in, and waits for nobody; the library would give the client half a minute. */
export const terminate = (transport: Transport): void => {
  transport.removeAllListeners('packet');
  insides(transport).socket?.terminate();
};

/** Ends a connection at once, whether the client takes anything or not. */
export const cutOff = (engine: Engine): void => {
  const { transport } = engine;
  engine.close(true);
  terminate(transport);
};

/** Milliseconds for a client that polls to hear that it is to go; the library would give it half a minute. */
const PARTING_TIME = 1_000;

/** Sees to it that a connection which is closed, for whatever reason, costs nothing more. */
export const boundClosing = (engine: Engine): void => {
  if (engine.transport.name === 'polling') insides(engine.transport).closeTimeout = PARTING_TIME;
  engine.on('close', () => {
    const { transport } = engine;
    transport.removeAllListeners('packet');
    const { socket } = insides(transport);
    if (socket !== undefined) boundParting(socket);
  });
};

/** Lets a connection send at least so much at once from now on, whatever the server's `maxHttpBufferSize`. */
export const allowBytes = (engine: Engine, bytes: number): void => {
  if (insides(engine.transport).maxHttpBufferSize >= bytes) return;
  const allow = (): void => {
    const transport = insides(engine.transport);
    transport.maxHttpBufferSize = bytes;
    if (transport.socket !== undefined) allowPayload(transport.socket, bytes);
  };
  allow();
  engine.on('upgrade', allow);
};

/** Cuts off, before it is taken apart, a long-polling request whose body is not acceptable. */
export const screenBodies = (engine: Engine, isAcceptable: (body: string) => boolean): void => {
  // It upgrades to WebSocket, and never back.
  if (engine.transport.name !== 'polling') return;
  const transport = insides(engine.transport);
  const onData = transport.onData.bind(transport);
  transport.onData = (body) => {
    if (isAcceptable(body)) onData(body);
    else cutOff(engine);
  };
};
