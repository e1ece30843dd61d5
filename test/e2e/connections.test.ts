import { once } from 'node:events';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { App } from '../../src/bootstrap/app.js';
import { within } from './support/deadline.js';
import { startServer } from './support/in-process-server.js';
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

  it('end when nobody answers their pings', async () => {
    const socket = await open('/ws/support', false);
    const [code] = (await within(once(socket, 'close'), () => 'the end of a dead connection')) as [
      number,
    ];
    expect(code).to.equal(1006);
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
