import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket, Transport } from 'engine.io';
import type { WebSocket, WebSocketServer } from 'ws';
import { boundParting } from '../common/websocket.js';

/** The Engine.IO connection below a Socket.IO one. */
export type Engine = Socket;

/** What no type of the libraries tells; their versions are pinned, and a test fails when it changes. */
export interface PollingInsides {
  /** Bytes of a request's body. */
  maxHttpBufferSize: number;
  /** Milliseconds for a client to fetch that it is to go. */
  closeTimeout: number;
  /** The request whose body is being read. */
  readonly dataReq?: IncomingMessage | null;
  /** Begins to read a request's body. */
  onDataRequest(request: IncomingMessage, response: ServerResponse): void;
  /** Takes a request's body. */
  onData(body: string): void;
}

interface WebSocketInsides {
  readonly socket: WebSocket;
}

interface EngineInsides {
  /** Runs while a ping is unanswered. */
  readonly pingTimeoutTimer: NodeJS.Timeout | null;
  onPacket(packet: { readonly type: 'pong' }): void;
}

/** `null` for WebSocket. */
export const pollingOf = (transport: Transport): PollingInsides | null =>
  transport.name === 'polling' ? (transport as unknown as PollingInsides) : null;

/** `null` for long polling. */
export const webSocketOf = (transport: Transport): WebSocket | null =>
  transport.name === 'websocket' ? (transport as unknown as WebSocketInsides).socket : null;

interface ServerInsides {
  readonly ws: WebSocketServer;
}

/** Where upgrades are answered. */
export const webSocketServerOf = (server: object): WebSocketServer =>
  (server as unknown as ServerInsides).ws;

/** As if the client had answered the ping that is under way: the next one goes out in its time. */
export const takeForAlive = (engine: Engine): void => {
  const insides = engine as unknown as EngineInsides;
  if (insides.pingTimeoutTimer !== null) insides.onPacket({ type: 'pong' });
};

/** Takes nothing more in, and waits for nobody; the library would give the client half a minute. */
export const terminate = (transport: Transport): void => {
  transport.removeAllListeners('packet');
  webSocketOf(transport)?.terminate();
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
  const polling = pollingOf(engine.transport);
  if (polling !== null) polling.closeTimeout = PARTING_TIME;
  engine.on('close', () => {
    const { transport } = engine;
    transport.removeAllListeners('packet');
    const socket = webSocketOf(transport);
    if (socket !== null) boundParting(socket);
  });
};

/** Cuts off, before it is taken apart, a long-polling request whose body is not acceptable. */
export const screenBodies = (engine: Engine, isAcceptable: (body: string) => boolean): void => {
  // It upgrades to WebSocket, and never back.
  const polling = pollingOf(engine.transport);
  if (polling === null) return;
  const onData = polling.onData.bind(polling);
  polling.onData = (body) => {
    if (isAcceptable(body)) onData(body);
    else cutOff(engine);
  };
};
