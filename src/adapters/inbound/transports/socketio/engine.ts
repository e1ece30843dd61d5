import type { Socket } from 'engine.io';
import type { WebSocket } from 'ws';

/** The Engine.IO connection below a Socket.IO one. */
export type Engine = Socket;

/** What no type of the libraries tells; their versions are pinned, and a test fails when it changes. */
interface Insides {
  /** Of WebSocket alone. */
  readonly socket?: WebSocket;
}

const insides = ({ transport }: Engine): Insides => transport as unknown as Insides;

/** Ends a connection at once; the library would wait half a minute for a client that takes nothing. */
export const cutOff = (engine: Engine): void => {
  const { socket } = insides(engine);
  engine.close(true);
  socket?.terminate();
};
