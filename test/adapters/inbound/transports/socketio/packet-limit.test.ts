import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Server, type Socket } from 'engine.io';
import { packetLimit } from '../../../../../src/adapters/inbound/transports/socketio/packet-limit.js';
import { openRawPolling, type RawPolling } from '../../../../e2e/support/raw-polling.js';

const MAX_PACKETS = 4_000;

/** A packet that means nothing. */
const NOOP = '6';

/** The library's own server below, and a client that speaks by hand. */
describe('the limit of packets', () => {
  let http: HttpServer;
  let server: Server;
  let client: RawPolling;
  let packets: number;
  let closed: boolean;

  beforeEach(async () => {
    http = createServer();
    server = new Server();
    server.attach(http, { path: '/socket.io' });
    packets = 0;
    closed = false;
    server.on('connection', packetLimit());
    server.on('connection', (engine: Socket) => {
      engine.on('packet', () => {
        packets += 1;
      });
      engine.on('close', () => {
        closed = true;
      });
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    client = await openRawPolling(`http://127.0.0.1:${port}`);
  });

  afterEach(() => {
    server.close();
    http.close();
    http.closeAllConnections();
  });

  it('lets so many come in one request', async () => {
    await client.post(Array<string>(MAX_PACKETS).fill(NOOP));
    expect([packets, closed]).to.deep.equal([MAX_PACKETS, false]);
  });

  it('cuts off who sends one more, before any is taken apart', async () => {
    await client.post(Array<string>(MAX_PACKETS + 1).fill(NOOP));
    expect([packets, closed]).to.deep.equal([0, true]);
  });
});
