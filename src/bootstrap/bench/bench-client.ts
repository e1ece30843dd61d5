import { once } from 'node:events';
import { WebSocket } from 'ws';
import { causeOf } from '../cause-of.js';

interface Frame {
  readonly event?: string;
  readonly ack?: number;
  readonly data?: { readonly success?: boolean; readonly code?: string; readonly message?: string };
}

/** A client of the dialect `support` on a plain WebSocket. */
export interface BenchClient {
  /** Answers with the code of a refusal, or null. */
  ask(event: string, data: object): Promise<string | null>;
  /** Who hears the texts of messages that others are sent. */
  onReceived: (text: string) => void;
  /** When nothing more can come of it. */
  readonly gone: Promise<unknown>;
  close(): void;
}

/** @throws Error that says why one cannot connect */
export const benchClient = async (url: string, token: string): Promise<BenchClient> => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/support`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const waiting = new Map<number, (code: string | null) => void>();
  let asked = 0;
  const client: BenchClient = {
    ask: (event, data) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) return resolve('disconnected');
        asked += 1;
        waiting.set(asked, resolve);
        socket.send(JSON.stringify({ event, data, ack: asked }));
      }),
    onReceived: () => undefined,
    gone: new Promise((resolve) => socket.once('close', resolve)),
    close: () => socket.close(),
  };
  socket.on('message', (bytes: Buffer) => {
    const { event, ack = 0, data } = JSON.parse(bytes.toString()) as Frame;
    if (event === 'message:received') client.onReceived(data?.message ?? '');
    if (event !== undefined) return;
    waiting.get(ack)?.(data?.success === true ? null : (data?.code ?? 'refused'));
    waiting.delete(ack);
  });
  socket.on('close', () => {
    for (const answer of waiting.values()) answer('disconnected');
    waiting.clear();
  });
  await once(socket, 'open').catch((error: unknown) => {
    throw new Error(`${url} lets no WebSocket in (${causeOf(error)})`, { cause: error });
  });
  // What comes later is told by `close`.
  socket.on('error', () => undefined);
  return client;
};
