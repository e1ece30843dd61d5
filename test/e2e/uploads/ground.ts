import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { WebSocket } from 'ws';
import { type Answer, type Frames, probe, type ProbeClient } from '../../dialects/probe/probe.js';
import { placeInFolder } from '../../support/bound-stores.js';
import { WatchedBudget } from '../../support/watched-budget.js';
import { byWs, onPort } from '../support/doors.js';
import { openRawPolling, type RawPolling } from '../support/raw-polling.js';
import { connectSocketio, type SocketioClient } from '../support/socketio-client.js';
import { stage } from '../support/stages.js';
import { someone, token } from '../support/tokens.js';
import { connectWs, type WsClient } from '../support/ws-client.js';

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** Bytes that the probe takes in a frame. */
export const MOST = 32 * MIB;

/** A server of the probe, and somebody known who comes to it. */
export interface Ground {
  /** It has room for two of the largest frames. */
  readonly budget: WatchedBudget;
  readonly url: string;
  connectWs(): Promise<WsClient<Frames, Answer>>;
  connectSocketio(
    ...transports: readonly ('polling' | 'websocket')[]
  ): Promise<SocketioClient<Frames, Answer>>;
  /** A WebSocket, spoken by hand. */
  openWebSocket(over: Spoken): Promise<WebSocket>;
  /** A long-polling session, spoken by hand. */
  enterPolling(): Promise<RawPolling>;
  leave(): Promise<void>;
}

/** What is spoken over a WebSocket. */
export type Spoken = 'plain ws' | 'Socket.IO';

export const CLIENTS = {
  'plain ws': (ground) => ground.connectWs(),
  'Socket.IO': (ground) => ground.connectSocketio('websocket'),
  'long polling': (ground) => ground.connectSocketio('polling'),
} as const satisfies Readonly<Record<string, (ground: Ground) => Promise<ProbeClient>>>;

export const uploadGround = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<Ground> => {
  const budget = new WatchedBudget(2 * MOST, { beat: 25 });
  const place = placeInFolder('memory');
  const { url, leave } = await stage<Frames, Answer>(
    onPort(byWs, budget),
    { ...place, environment: { ...place.environment, ...environment } },
    probe,
  );
  const bearer = token({ sub: someone() });
  const handshake = `40/probe,${JSON.stringify({ token: bearer })}`;

  return {
    budget,
    url,
    leave,
    connectWs: () => connectWs<Frames, Answer>(probe, url, bearer),
    connectSocketio: (...transports) =>
      connectSocketio<Frames, Answer>(probe, url, { token: bearer }, { transports }),
    openWebSocket: async (over) => {
      const path = over === 'plain ws' ? '/ws/probe' : '/socket.io/?EIO=4&transport=websocket';
      const headers = over === 'plain ws' ? { authorization: `Bearer ${bearer}` } : {};
      const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, {
        headers,
        perMessageDeflate: false,
      });
      socket.on('error', () => undefined);
      const welcomed = new Promise((resolve) => {
        socket.on('message', (data: Buffer) => {
          if (data.includes('"welcome"')) resolve(null);
        });
      });
      await once(socket, 'open');
      if (over === 'Socket.IO') socket.send(handshake);
      await welcomed;
      return socket;
    },
    enterPolling: async () => {
      const session = await openRawPolling(url);
      await session.post([handshake]);
      await session.poll();
      return session;
    },
  };
};

/** Begins a request of a long-polling session; without a length it comes in chunks. */
export const beginPost = (url: string, { path }: RawPolling, length?: number): ClientRequest => {
  const headers = length === undefined ? {} : { 'content-length': length };
  const asking = request(`${url}${path}`, { method: 'POST', headers });
  asking.on('error', () => undefined);
  asking.flushHeaders();
  return asking;
};

/** The status that it is answered with. */
export const statusOf = async (asking: ClientRequest): Promise<number | undefined> => {
  const [response] = (await once(asking, 'response')) as [{ readonly statusCode?: number }];
  return response.statusCode;
};
