import { once } from 'node:events';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { App } from '../../src/bootstrap/app.js';
import { head, openTcp } from '../support/raw-tcp.js';
import { within } from './support/deadline.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, historyPath } from './support/rest-client.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

describe('connections', () => {
  let server: App;

  before(async () => {
    server = await startServer({
      SOCKET_HEARTBEAT_INTERVAL: '40',
      SOCKET_HEARTBEAT_TIMEOUT: '200',
    });
  });
  after(() => server.stop());

  const open = async (path: string, autoPong = true): Promise<WebSocket> => {
    const headers = { authorization: `Bearer ${token({ sub: someone() })}` };
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, {
      headers,
      autoPong,
    });
    await once(socket, 'open');
    return socket;
  };

  /** Takes as long as a dead connection is given. */
  const dieOut = async (): Promise<number> => {
    const socket = await open('/ws/support', false);
    const closed = once(socket, 'close') as Promise<[number]>;
    const [code] = await within(closed, () => 'the end of a dead connection');
    return code;
  };

  it('end when nobody answers their pings', async () => {
    expect(await dieOut()).to.equal(1006);
  });

  it('go on for as long as their pings are answered', async () => {
    const socket = await open('/ws/support');
    for (let pings = 0; pings < 10; pings += 1) await once(socket, 'ping');
    expect(socket.readyState).to.equal(WebSocket.OPEN);
    socket.terminate();
  });

  it('enter a namespace once, however often they knock', async () => {
    const socket = await open('/socket.io/?EIO=4&transport=websocket');
    const packets: string[] = [];
    socket.on('message', (data: Buffer) => packets.push(data.toString()));
    const closed = once(socket, 'close');
    const knock = `40/support,${JSON.stringify({ token: token({ sub: someone() }) })}`;
    for (let knocks = 0; knocks < 100; knocks += 1) socket.send(knock);
    await within(closed, () => 'the end of a connection that knocks a hundred times');
    expect(packets.filter((packet) => packet.startsWith('40/support')).length).to.be.at.most(1);
  });

  it('end when nobody takes the answers to their requests', async () => {
    const bearer = token({ sub: someone() });
    const authorization = `Bearer ${bearer}`;
    const conversationId = await conversationOf(server.url, bearer);
    const writer = await connectSupportWs(server.url, bearer);
    const message = '😀'.repeat(2_500);
    for (let count = 0; count < 100; count += 1) {
      const sent = await writer.request('message:send', { conversationId, message });
      expect(sent.success).to.equal(true);
    }
    writer.close();
    const path = historyPath(conversationId, '?limit=100');
    const whole = await fetch(`${server.url}${path}`, { headers: { authorization } });
    const { byteLength } = await whole.arrayBuffer();
    const client = await openTcp(server.url);
    client.socket.pause();
    client.socket.write(head(`GET ${path}`, `Authorization: ${authorization}`).repeat(10));
    // Who reads nothing hears nothing of the end; by then others have died of their silence.
    for (let deaths = 0; deaths < 3; deaths += 1) await dieOut();
    client.socket.resume();
    expect((await client.closed).length).to.be.lessThan(10 * byteLength);
  });

  it('tell no page of another site that it may read what Socket.IO answers', async () => {
    for (const method of ['OPTIONS', 'GET']) {
      const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
        method,
        headers: { origin: 'https://evil.example' },
      });
      expect(response.headers.get('access-control-allow-origin'), method).to.equal(null);
    }
  });
});
