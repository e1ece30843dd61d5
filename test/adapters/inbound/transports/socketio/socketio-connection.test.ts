import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as Client } from 'socket.io-client';
import { flushAtEndOfTurn } from '../../../../../src/adapters/inbound/transports/common/flush-at-end-of-turn.js';
import { SocketioConnection } from '../../../../../src/adapters/inbound/transports/socketio/socketio-connection.js';
import { namespaceChannel } from '../../../../../src/adapters/inbound/transports/socketio/wire.js';
import { roomForAll } from '../../../../support/frame-budget.js';

/** The library's own server and client, with our connection between them. */
describe('SocketioConnection', () => {
  let http: HttpServer;
  let server: Server;
  let client: Client;
  const channel = namespaceChannel('/support');

  const connect = async (transport: 'websocket' | 'polling'): Promise<Socket> => {
    const { port } = http.address() as AddressInfo;
    const accepted = once(server.of('/support'), 'connection') as Promise<[Socket]>;
    client = io(`http://127.0.0.1:${port}/support`, {
      transports: [transport],
      reconnection: false,
      forceNew: true,
    });
    const [socket] = await accepted;
    if (!client.connected)
      await new Promise((resolve) => client.once('connect', () => resolve(null)));
    return socket;
  };

  const connectionOf = (socket: Socket): SocketioConnection =>
    new SocketioConnection(socket, channel, flushAtEndOfTurn(), roomForAll());

  const received = (event: string): Promise<unknown> =>
    new Promise((resolve) => client.once(event, resolve));

  beforeEach(async () => {
    http = createServer();
    server = new Server(http);
    server.of('/support');
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });

  afterEach(async () => {
    client.close();
    await server.close();
  });

  it('sends all of a turn in one write', async () => {
    const socket = await connect('websocket');
    const connection = connectionOf(socket);
    const tcp = socket.conn.request.socket;
    const written: number[] = [];
    const write = tcp.write.bind(tcp);
    tcp.write = (chunk: Buffer, ...rest: never[]): boolean => {
      written.push(chunk.length);
      return write(chunk, ...rest);
    };

    const arrived = ['one', 'two', 'three'].map(received);
    const wires = ['one', 'two', 'three'].map((event) =>
      channel.encode({ event, data: { event } }),
    );
    for (const wire of wires) connection.send(wire);

    expect(await Promise.all(arrived)).to.deep.equal(
      ['one', 'two', 'three'].map((event) => ({ event })),
    );
    expect(written).to.deep.equal([wires.reduce((sum, { frame }) => sum + frame.length, 0)]);
  });

  it('answers an acknowledgement by its number', async () => {
    const socket = await connect('websocket');
    const connection = connectionOf(socket);
    const answer = client.emitWithAck('question', {});
    connection.send(channel.acknowledge(0, { success: true }));
    expect(await answer).to.deep.equal({ success: true });
  });

  for (const size of [0, 100, 125, 126, 40_000, 65_535, 65_536, 200_000]) {
    it(`frames ${size} characters as WebSocket does`, async () => {
      const socket = await connect('websocket');
      const connection = connectionOf(socket);
      const text = 'é'.repeat(size);
      const arrived = received('text');
      connection.send(channel.encode({ event: 'text', data: text }));
      expect(await arrived).to.equal(text);
    });
  }

  it('sends everything over long polling too, in order', async () => {
    const socket = await connect('polling');
    const connection = connectionOf(socket);
    const seen: number[] = [];
    const last = new Promise((resolve) => {
      client.on('n', (n: number) => {
        seen.push(n);
        if (n === 3) resolve(null);
      });
    });
    for (const n of [1, 2, 3]) connection.send(channel.encode({ event: 'n', data: n }));
    await last;
    expect(seen).to.deep.equal([1, 2, 3]);
  });

  it('says what was said before it closes', async () => {
    const socket = await connect('websocket');
    const connection = connectionOf(socket);
    const [word, gone] = [received('last'), received('disconnect')];
    connection.send(channel.encode({ event: 'last', data: 'word' }));
    connection.close('restarting');
    expect(await word).to.equal('word');
    expect(await gone).to.equal('transport close');
  });

  it('knows what has not left yet, and closes without waiting for it', async () => {
    const socket = await connect('websocket');
    const connection = connectionOf(socket);
    const tcp = socket.conn.request.socket;
    tcp.cork();
    const wire = channel.encode({ event: 'much', data: 'x'.repeat(300_000) });
    for (let sent = 0; sent < 10; sent += 1) connection.send(wire);
    connection.flush();
    expect(connection.unsent).to.equal(10 * wire.frame.length);
    const closed = once(socket, 'disconnect');
    connection.close('tooSlow');
    const [reason] = (await closed) as [string];
    expect(reason).to.equal('forced close');
    if (!tcp.closed) await once(tcp, 'close');
    expect(tcp.destroyed).to.equal(true);
  });

  it('has nothing unsent when the client has it', async () => {
    const socket = await connect('websocket');
    const connection = connectionOf(socket);
    const arrived = received('much');
    connection.send(channel.encode({ event: 'much', data: 'x'.repeat(300_000) }));
    await arrived;
    expect(connection.unsent).to.equal(0);
  });
});
