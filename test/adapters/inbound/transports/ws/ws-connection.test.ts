import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect } from 'chai';
import { WebSocket, WebSocketServer } from 'ws';
import { commonEnvelope } from '../../../../../src/adapters/inbound/transports/common/envelope.js';
import { flushAtEndOfTurn } from '../../../../../src/adapters/inbound/transports/common/flush-at-end-of-turn.js';
import { WsChannel } from '../../../../../src/adapters/inbound/transports/ws/ws-channel.js';
import { WsConnection } from '../../../../../src/adapters/inbound/transports/ws/ws-connection.js';
import { roomForAll } from '../../../../support/frame-budget.js';

/** The library's own server and client, with our connection between them. */
describe('WsConnection', () => {
  const channel = new WsChannel(commonEnvelope, roomForAll());
  const wire = (n: number): Buffer => channel.encode({ event: 'n', data: n });
  let http: HttpServer;
  let client: WebSocket;
  let texts: string[];
  let tcp: Socket;
  let connection: WsConnection;

  beforeEach(async () => {
    http = createServer();
    const server = new WebSocketServer({ server: http });
    const connected = once(server, 'connection');
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    texts = [];
    client.on('message', (data: Buffer) => texts.push(data.toString()));
    const opened = once(client, 'open');
    const [ws, request] = (await connected) as [WebSocket, { readonly socket: Socket }];
    await opened;
    tcp = request.socket;
    connection = new WsConnection(
      channel,
      ws,
      tcp,
      flushAtEndOfTurn(),
      roomForAll(),
      () => undefined,
    );
  });

  afterEach(async () => {
    client.terminate();
    http.close();
    http.closeAllConnections();
    await once(http, 'close');
  });

  it('sends all of a turn in one write', async () => {
    const written: number[] = [];
    const write = tcp.write.bind(tcp);
    tcp.write = (chunk: Buffer, ...rest: never[]): boolean => {
      written.push(chunk.length);
      return write(chunk, ...rest);
    };
    for (const n of [1, 2, 3]) connection.send(wire(n));
    while (texts.length < 3) await once(client, 'message');
    expect(texts).to.deep.equal([1, 2, 3].map((n) => `{"event":"n","data":${n}}`));
    expect(written).to.deep.equal([3 * wire(1).length]);
  });

  it('says what was said before it closes', async () => {
    const closed = once(client, 'close') as Promise<[number, Buffer]>;
    connection.send(wire(1));
    connection.close('restarting');
    const [code] = await closed;
    expect(code).to.equal(1012);
    expect(texts).to.deep.equal(['{"event":"n","data":1}']);
  });

  it('counts what was said in this turn, and what the stream still holds, as unsent', async () => {
    tcp.cork();
    connection.send(wire(1));
    expect(connection.unsent).to.equal(wire(1).length);
    connection.flush();
    expect(connection.unsent).to.equal(wire(1).length);
    const arrived = once(client, 'message');
    tcp.uncork();
    await arrived;
    expect(connection.unsent).to.equal(0);
  });

  it('writes nothing more once it is closed', async () => {
    const closed = once(client, 'close');
    connection.close('policy');
    connection.send(wire(1));
    await closed;
    expect(texts).to.deep.equal([]);
  });
});
