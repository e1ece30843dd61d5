import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';
import { type Client, Inbox } from './client.js';
import { within } from './deadline.js';
import { heard, said, shown } from './private-data.js';
import { commonEnvelope, type Spoken } from './spoken.js';

export interface WsClient<Frames, Answer> extends Client<Frames, Answer> {
  readonly socket: WebSocket;
  /** Sends what no envelope need be. */
  raw(data: string | Buffer): void;
  /** Resolves with the close code when the connection has ended. */
  readonly closed: Promise<number>;
}

export interface WsOptions {
  readonly path: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly origin?: string;
}

const dial = (
  url: string,
  { path, protocols = [], headers = {}, origin }: WsOptions,
): WebSocket => {
  shown(new Headers(headers));
  const options: ClientOptions = {
    headers: { ...headers },
    perMessageDeflate: false,
    ...(origin === undefined ? {} : { origin }),
  };
  return new WebSocket(`${url.replace('http', 'ws')}${path}`, [...protocols], options);
};

/** The status that an upgrade is answered with: 101 when it is granted. */
export const upgradeStatus = async (url: string, options: WsOptions): Promise<number> => {
  const socket = dial(url, options);
  const status = new Promise<number>((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', reject);
  });
  try {
    return await within(status, () => 'an answer to an upgrade');
  } finally {
    socket.once('error', () => undefined);
    socket.terminate();
  }
};

/** Where clients of a dialect connect. */
export const wsPath = ({ name }: Pick<Spoken, 'name'>): string => `/ws/${name}`;

export const openWs = async <Frames, Answer>(
  { envelope = commonEnvelope }: Pick<Spoken, 'envelope'>,
  url: string,
  options: WsOptions,
): Promise<WsClient<Frames, Answer>> => {
  const inbox = new Inbox<Frames>();
  const answers = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  const socket = dial(url, options);
  socket.on('message', (data: Buffer) => {
    const { event, data: payload, ack } = envelope.read(data.toString());
    heard(payload);
    if (event !== undefined) return inbox.push(event, payload);
    answers.get(ack ?? -1)?.(payload as Answer);
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => resolve(code));
  });
  await within(once(socket, 'open'), () => 'a ws connection');
  // A server that is killed resets its connections; `closed` tells.
  socket.on('error', () => undefined);
  return {
    socket,
    closed,
    ended: closed.then(String),
    raw: (data) => socket.send(data),
    request: (event, data, patience) => {
      said(data);
      asked += 1;
      const ack = asked;
      socket.send(envelope.write(event, data, ack));
      const answer = new Promise<Answer>((resolve) => answers.set(ack, resolve));
      const gone = closed.then((code) => {
        throw new Error(`the connection ended with ${code} before ${event} was answered`);
      });
      return within(Promise.race([answer, gone]), () => `an answer to ${event}`, patience);
    },
    emit: (event, data) => {
      said(data);
      socket.send(envelope.write(event, data));
    },
    next: (event) => inbox.next(event),
    waiting: (event) => inbox.waiting(event),
    close: () => socket.close(),
  };
};

/** Authenticated by the upgrade's header, where there is a token. */
export const connectWs = <Frames, Answer>(
  spoken: Spoken,
  url: string,
  token?: string,
): Promise<WsClient<Frames, Answer>> =>
  openWs(spoken, url, {
    path: wsPath(spoken),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
