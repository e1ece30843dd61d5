import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { type WebSocket, WebSocketServer } from 'ws';
import { runBench } from '../../../src/bootstrap/bench/run-bench.js';
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

  /** Of three sends. */
  const result = (patience?: number) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sending = { rate: 3_000, seconds: 0.001, signal: NEVER, onSent: () => undefined };
    return runBench({ url, tokens: ['one'], ...sending }, patience);
  };

  it('tells what nobody answered, once it has waited for that', async () => {
    onSend = () => undefined;
    const { sent, acknowledged, errors } = await result(1);
    expect([sent, acknowledged.count]).to.deep.equal([3, 0]);
    expect(errors).to.deep.equal({ unanswered: 3 });
  });

  it('waits no longer for those who were disconnected', async () => {
    onSend = (socket) => socket.terminate();
    const { sent, errors } = await result();
    expect(sent).to.equal(3);
    expect(errors).to.deep.equal({ disconnected: 3 });
  });
});
