import { io, type Socket } from 'socket.io-client';
import { type Client, Inbox } from './client.js';
import { PATIENCE, within } from './deadline.js';
import { heard, said, shown } from './private-data.js';
import type { Spoken } from './spoken.js';

export interface SocketioClient<Frames, Answer> extends Client<Frames, Answer> {
  readonly socket: Socket;
}

export interface SocketioOptions {
  readonly transports?: readonly ('websocket' | 'polling')[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before it comes back; it does not when absent. */
  readonly reconnectAfter?: number;
}

/** @throws Error with the server's words when the handshake is refused */
export const connectSocketio = async <Frames, Answer>(
  { namespace }: Pick<Spoken, 'namespace'>,
  url: string,
  auth: Record<string, unknown>,
  { transports = ['websocket'], headers = {}, reconnectAfter }: SocketioOptions = {},
): Promise<SocketioClient<Frames, Answer>> => {
  const inbox = new Inbox<Frames>();
  said(auth);
  shown(new Headers(headers));
  const socket = io(`${url}${namespace}`, {
    auth,
    transports: [...transports],
    extraHeaders: { ...headers },
    forceNew: true,
    reconnection: reconnectAfter !== undefined,
    reconnectionDelay: reconnectAfter ?? 0,
    reconnectionDelayMax: reconnectAfter ?? 0,
  });
  socket.onAny((event: string, payload: unknown) => {
    heard(payload);
    inbox.push(event, payload);
  });
  const ended = new Promise<string>((resolve) => {
    socket.once('disconnect', (reason) => resolve(reason));
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  try {
    await within(connected, () => 'a Socket.IO connection');
  } catch (error) {
    socket.close();
    throw error;
  }
  return {
    socket,
    ended,
    request: async (event, payload, patience = PATIENCE) => {
      said(payload);
      const answer: unknown = await socket
        .timeout(patience)
        .emitWithAck(event, ...(payload === undefined ? [] : [payload]));
      heard(answer);
      return answer as Answer;
    },
    emit: (event, payload) => {
      said(payload);
      socket.emit(event, ...(payload === undefined ? [] : [payload]));
    },
    next: (event) => inbox.next(event),
    waiting: (event) => inbox.waiting(event),
    close: () => socket.close(),
  };
};
