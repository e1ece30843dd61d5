import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { App } from '../../src/bootstrap/app.js';
import { within } from './support/deadline.js';
import { startServer } from './support/in-process-server.js';
import { someone, token } from './support/tokens.js';

/** A masked ping of 125 bytes, the longest that there is; and enough of them to be written at once. */
const PING = Buffer.concat([Buffer.from([0x89, 0x80 | 125]), Buffer.alloc(4 + 125)]);
const PINGS = Buffer.concat(Array<Buffer>(500).fill(PING));

/** More than the system keeps of what a client does not read; less than would hurt. */
const MOST_PINGS = 64 * 1_024 * 1_024;

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

  /** Upgraded by hand, so that nothing reads on its own. */
  const openTcp = async (path: string): Promise<Socket> => {
    const { hostname, port } = new URL(server.url);
    const tcp = connectTcp(Number(port), hostname);
    tcp.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const [answer] = (await once(tcp, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1\.1 101 /);
    return tcp;
  };

  for (const path of ['/socket.io/?EIO=4&transport=websocket', '/ws/support']) {
    it(`end when the pongs to their pings are left unread, at ${path}`, async () => {
      const tcp = await openTcp(path);
      tcp.pause();
      tcp.on('error', () => undefined);
      let written = 0;
      while (!tcp.destroyed && written < MOST_PINGS) {
        await new Promise((resolve) => tcp.write(PINGS, resolve));
        written += PINGS.length;
      }
      tcp.destroy();
      expect(written).to.be.below(MOST_PINGS);
    });
  }

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
