import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { WebSocket, WebSocketServer } from 'ws';
import { countMessages } from '../../../../../src/adapters/inbound/transports/common/counted-messages.js';
import { allowPayload } from '../../../../../src/adapters/inbound/transports/common/websocket.js';
import { until } from '../../../../support/until.js';
import { WatchedBudget } from '../../../../support/watched-budget.js';

const KIB = 1024;
const MOST = 1_000 * KIB;

/** The library's own server and client, with the counting between them. */
describe('countMessages', () => {
  let server: WebSocketServer;
  let client: WebSocket;
  let ws: WebSocket;
  let budget: WatchedBudget;
  /** Bytes of what has come, in order; whether each had room. */
  let came: (readonly [bytes: number, isCounted: boolean])[];

  const nothing = (): void => undefined;
  const count = (): void => countMessages(ws, budget, { keepAlive: nothing, cutOff: nothing });
  const asked = (): readonly number[] => budget.asked.map(({ bytes }) => bytes);

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: MOST });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connected = once(server, 'connection') as Promise<[WebSocket]>;
    client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    client.on('error', nothing);
    const opened = once(client, 'open');
    [ws] = await connected;
    await opened;
    came = [];
    ws.on('error', nothing);
    ws.on('message', (data: Buffer) => came.push([data.length, budget.delivered !== null]));
    budget = new WatchedBudget(MOST);
    count();
  });

  afterEach(async () => {
    client.terminate();
    server.close();
    await once(server, 'close');
  });

  it('asks for what is larger than 128 KiB, and for nothing else', async () => {
    const sizes = [128 * KIB, 128 * KIB + 1, 10, 300 * KIB];
    for (const size of sizes) client.send(Buffer.alloc(size));
    await until(() => came.length === sizes.length);
    expect(came).to.deep.equal([
      [128 * KIB, false],
      [128 * KIB + 1, true],
      [10, false],
      [300 * KIB, true],
    ]);
    expect(asked()).to.deep.equal([128 * KIB + 1, 300 * KIB]);
    await until(() => budget.isFree);
  });

  it('asks once for a message in parts, whatever comes between them', async () => {
    const ponged = once(client, 'pong');
    client.send(Buffer.alloc(100 * KIB), { fin: false });
    client.ping();
    client.send(Buffer.alloc(100 * KIB), { fin: false });
    client.ping();
    client.send(Buffer.alloc(100 * KIB), { fin: true });
    await ponged;
    await until(() => came.length === 1);
    expect(came).to.deep.equal([[300 * KIB, true]]);
    expect(asked()).to.deep.equal([MOST]);
    await until(() => budget.isFree);
  });

  it('asks for what there is when the last part makes it large', async () => {
    client.send(Buffer.alloc(100 * KIB), { fin: false });
    client.send(Buffer.alloc(30 * KIB), { fin: true });
    await until(() => came.length === 1);
    expect(asked()).to.deep.equal([130 * KIB]);
    await until(() => budget.isFree);
  });

  it('counts no message twice', async () => {
    count();
    client.send(Buffer.alloc(300 * KIB));
    await until(() => came.length === 1);
    expect(asked()).to.deep.equal([300 * KIB]);
    await until(() => budget.isFree);
  });

  it('has the room back of a text that is none', async () => {
    const closed = once(client, 'close');
    client.send(Buffer.alloc(300 * KIB, 0xff), { binary: false });
    expect((await closed)[0]).to.equal(1007);
    expect(came).to.deep.equal([]);
    expect(asked()).to.deep.equal([300 * KIB]);
    await until(() => budget.isFree);
  });

  it('ends a message that has outgrown its room, though more is allowed by then', async () => {
    const closed = once(client, 'close');
    client.send(Buffer.alloc(200 * KIB), { fin: false });
    await budget.whenAsked(1);
    allowPayload(ws, 10 * MOST);
    client.send(Buffer.alloc(MOST), { fin: true });
    await closed;
    expect(came).to.deep.equal([]);
    expect(asked()).to.deep.equal([MOST]);
    await until(() => budget.isFree);
  });
});
