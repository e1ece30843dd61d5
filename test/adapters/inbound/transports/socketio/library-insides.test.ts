import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import { io, type Socket as Client } from 'socket.io-client';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { WebSocket, WebSocketServer } from 'ws';
import {
  giveSessionId,
  sessionIdOf,
} from '../../../../../src/adapters/inbound/transports/socketio/session-id.js';
import { namespaceChannel } from '../../../../../src/adapters/inbound/transports/socketio/wire.js';

/** What the library asked of the decoders that it made, in order. */
let calls: string[] = [];

class RecordingDecoder {
  private readonly decoder = new Decoder();

  constructor() {
    calls.push('new');
  }

  on(event: string, listener: (packet: Packet) => void): void {
    calls.push(`on ${event}`);
    this.decoder.on('decoded', listener);
  }

  removeListener(event: string): void {
    calls.push(`removeListener ${event}`);
    this.decoder.off('decoded');
  }

  add(chunk: unknown): void {
    calls.push(`add ${String(chunk)}`);
    this.decoder.add(chunk);
  }

  destroy(): void {
    calls.push('destroy');
  }
}

/** Each is nowhere promised, and something under `src` stands on it. */
describe('inside the libraries of Socket.IO', () => {
  let server: Server;
  let client: Client;
  let socket: Socket;

  const start = async (
    transport: 'websocket' | 'polling',
    letIn: Parameters<Server['use']>[0] = (_socket, next) => next(),
    options: Partial<ServerOptions> = {},
  ): Promise<void> => {
    const http = createServer();
    const parser = { Encoder, Decoder: RecordingDecoder };
    server = new Server(http, { parser, wsEngine: WebSocketServer, ...options });
    server.use(letIn);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    calls = [];
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    client = io(`http://127.0.0.1:${port}`, {
      transports: [transport],
      reconnection: false,
      forceNew: true,
    });
    const connected = new Promise<void>((resolve) => client.once('connect', resolve));
    [socket] = await accepted;
    await connected;
  };

  afterEach(async () => {
    client.close();
    await server.close();
  });

  it('a WebSocket transport holds the ws that it was given', async () => {
    await start('websocket');
    expect(socket.conn.transport).to.have.property('socket').that.is.instanceOf(WebSocket);
  });

  it('a long-polling transport waits half a minute for whoever is to hear that he must go', async () => {
    await start('polling');
    expect(socket.conn.transport).to.have.property('closeTimeout', 30_000);
  });

  it('a long-polling transport remembers the request whose body it reads, which one method begins', async () => {
    await start('polling');
    const transport = socket.conn.transport as unknown as {
      dataReq: IncomingMessage | null;
      onDataRequest(request: IncomingMessage, response: ServerResponse): void;
    };
    const begin = transport.onDataRequest.bind(transport);
    const begun = new Promise<boolean>((resolve) => {
      transport.onDataRequest = (request, response) => {
        const before = transport.dataReq;
        begin(request, response);
        resolve(before === null && transport.dataReq === request);
      };
    });
    const done = new Promise((resolve) => socket.conn.once('data', resolve));
    client.emit('one');
    expect(await begun).to.equal(true);
    await done;
  });

  it('an unanswered ping has a timer, which a pong that is made up ends', async () => {
    await start('websocket', undefined, { pingInterval: 20, pingTimeout: 10_000 });
    const engine = socket.conn as unknown as {
      pingTimeoutTimer: NodeJS.Timeout | null;
      onPacket(packet: { readonly type: 'pong' }): void;
    };
    expect(engine.pingTimeoutTimer).to.equal(null);
    await new Promise((resolve) =>
      socket.conn.on('packetCreate', ({ type }: { readonly type: string }) => {
        if (type === 'ping') setImmediate(resolve);
      }),
    );
    expect(engine.pingTimeoutTimer).not.to.equal(null);
    engine.onPacket({ type: 'pong' });
    expect(engine.pingTimeoutTimer).to.equal(null);
  });

  it('a frame that is ready takes the place of its packet on WebSocket', async () => {
    await start('websocket');
    const { packet, frame } = namespaceChannel('/').encode({ event: 'frame', data: 1 });
    const heard = new Promise((resolve) => client.onAny((name) => resolve(name)));
    const options = { compress: false, wsPreEncodedFrame: [frame] };
    socket.conn.write(packet.replace('frame', 'packet'), options);
    expect(await heard).to.equal('frame');
  });

  it('a connection has a decoder of its own, which is asked for four things', async () => {
    await start('polling');
    const gone = once(socket.conn, 'close');
    client.emit('one');
    await once(socket.conn, 'data');
    client.close();
    await gone;
    const begin = ['new', 'on decoded', 'add 0', 'add 2["one"]', 'add 1'];
    expect(calls).to.deep.equal([...begin, 'removeListener decoded', 'destroy']);
  });

  it('a client is told the private id that its socket was given, and brings it along next time', async () => {
    const brought: unknown[] = [];
    await start('websocket', (newcomer, next) => {
      brought.push(newcomer.handshake.auth['pid']);
      giveSessionId(newcomer);
      next();
    });
    const first = sessionIdOf(socket);
    expect(first).to.match(/^[\w-]{43}$/);
    const again = once(server, 'connection') as Promise<[Socket]>;
    client.disconnect().connect();
    const [second] = await again;
    expect(brought).to.deep.equal([undefined, first]);
    expect(sessionIdOf(second)).not.to.equal(first);
  });

  it('a handshake is forgotten that is answered after its connection was closed', async () => {
    await start('websocket');
    server.use((late, next) => {
      late.conn.close(true);
      next(new Error('too late'));
    });
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    client.disconnect();
    await gone;
    const ended = new Promise((resolve) => client.io.once('close', resolve));
    client.connect();
    await ended;
    const { _preConnectSockets: waiting } = server.of('/') as unknown as {
      readonly _preConnectSockets: ReadonlyMap<string, Socket>;
    };
    expect(waiting.size).to.equal(0);
  });

  it('what a decoder throws closes its connection', async () => {
    await start('websocket');
    const failed = new Promise((resolve) => socket.on('error', resolve));
    const gone = new Promise((resolve) => socket.on('disconnect', resolve));
    client.io.engine.write('no packet');
    expect(await failed).to.be.instanceOf(Error);
    expect(await gone).to.equal('forced close');
  });

  it('an event has the arguments that its decoder gave it, and no more', async () => {
    await start('websocket');
    const heard = new Promise<readonly unknown[]>((resolve) =>
      socket.use((packet) => resolve(packet)),
    );
    const marker = { mine: true };
    const packet = { type: PacketType.EVENT, nsp: '/', data: ['one', marker] };
    (socket.client as unknown as { ondecoded(packet: Packet): void }).ondecoded(packet);
    const [name, argument, ...rest] = await heard;
    expect([name, rest.length]).to.deep.equal(['one', 0]);
    expect(argument).to.equal(marker);
  });
});
