import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createSilentServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import { expect } from 'chai';
import { type WebSocket, WebSocketServer } from 'ws';
import { type BenchPatience, runBench } from '../../../src/bootstrap/bench/run-bench.js';
import { NEVER } from '../../support/never.js';

interface Asked {
  readonly event: string;
  readonly ack: number;
}

describe('runBench', () => {
  let server: Server;
  let onSend: (socket: WebSocket) => void;

  beforeEach(async () => {
    server = createServer((_request, response) => {
      response.end(JSON.stringify({ data: { id: 'conversation' } }));
    });
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (bytes: Buffer) => {
        const { event, ack } = JSON.parse(bytes.toString()) as Asked;
        if (event === 'message:send') onSend(socket);
        else socket.send(JSON.stringify({ ack, data: { success: true } }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const urlOf = (listening: NetServer): string =>
    `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;

  /** Of three sends. */
  const result = (patience?: BenchPatience, url = urlOf(server), signal: AbortSignal = NEVER) => {
    const sending = { rate: 3_000, seconds: 0.001, signal, onSent: () => undefined };
    return runBench({ url, tokens: ['one'], ...sending }, patience);
  };

  it('tells what nobody answered, once it has waited for that', async () => {
    onSend = () => undefined;
    const { sent, acknowledged, errors } = await result({ opening: 10_000, answers: 1 });
    expect([sent, acknowledged.count]).to.deep.equal([3, 0]);
    expect(errors).to.deep.equal({ unanswered: 3 });
  });

  it('waits no longer for those who were disconnected', async () => {
    onSend = (socket) => socket.terminate();
    const { sent, errors } = await result();
    expect(sent).to.equal(3);
    expect(errors).to.deep.equal({ disconnected: 3 });
  });

  it('opens nothing once its signal has come', async () => {
    let asked = 0;
    server.on('request', () => (asked += 1));
    const ended = result(undefined, urlOf(server), AbortSignal.abort());
    expect(await ended.catch((error: unknown) => error)).to.include({ name: 'AbortError' });
    expect(asked).to.equal(0);
  });

  describe('of a server that never answers', () => {
    let silent: NetServer;
    let connected: Promise<unknown>;
    let sockets: Socket[];

    beforeEach(async () => {
      sockets = [];
      silent = createSilentServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
      connected = once(silent, 'connection');
      await once(silent, 'listening');
    });
    afterEach(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });

    it('has an end, which says so', async () => {
      const why = await result({ opening: 50, answers: 1 }, urlOf(silent)).catch(String);
      expect(why).to.match(/has opened no conversation in 0\.05 seconds$/);
    });

    it('is ended by its signal', async () => {
      const stopping = new AbortController();
      const ended = result(undefined, urlOf(silent), stopping.signal);
      await connected;
      stopping.abort();
      expect(await ended.catch((error: unknown) => error)).to.include({ name: 'AbortError' });
    });
  });
});
