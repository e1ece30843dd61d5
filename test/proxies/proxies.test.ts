import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import * as tls from 'node:tls';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from '../e2e/support/in-process-server.js';
import { conversationOf, wholeHistory } from '../e2e/support/rest-client.js';
import { connectSupportSocketio, connectSupportWs } from '../e2e/support/support-clients.js';
import { someone, token } from '../e2e/support/tokens.js';
import { upgradeStatus } from '../e2e/support/ws-client.js';
import { needsProxy, type Proxy } from '../services/proxies/needs-proxy.js';
import { sites } from './sites.js';

/** Handshakes of one address. */
const MOST = 20;

for (const { file, kind, certificate, before: site } of sites()) {
  describe(`a server behind ${file}`, () => {
    const start = needsProxy(kind);
    const trusted = tls.getCACertificates('default');
    let server: App;
    let proxy: Proxy;
    let url: string;

    before(() => {
      if (certificate !== null) tls.setDefaultCACertificates([...trusted, certificate]);
    });
    after(() => tls.setDefaultCACertificates(trusted));

    beforeEach(async () => {
      server = await startServer({
        // In development any page of this machine is let in.
        NODE_ENV: 'production',
        TRUST_PROXY: '1',
        RATE_CONNECTIONS: `${MOST}/600`,
      });
      proxy = await start(site(new URL(server.url).host));
      url = `${certificate === null ? 'http' : 'https'}://127.0.0.1:${proxy.port}`;
    });
    afterEach(async () => {
      await proxy.stop();
      await server.stop();
    });

    for (const transport of ['polling', 'websocket'] as const) {
      it(`is spoken to over Socket.IO by ${transport}`, async () => {
        const alice = token({ sub: someone() });
        const conversationId = await conversationOf(url, alice);
        const [one, other] = [
          await connectSupportSocketio(url, { token: alice }, { transports: [transport] }),
          await connectSupportSocketio(url, { token: alice }, { transports: [transport] }),
        ];
        await one.request('conversation:join', { conversationId });
        await other.request('conversation:join', { conversationId });
        await one.request('message:send', { conversationId, message: 'Hello, I need help' });
        expect(await other.next('message:received')).to.include({ message: 'Hello, I need help' });
        for (const client of [one, other]) client.close();
      });
    }

    it('is spoken to over plain WebSocket and REST', async () => {
      const alice = token({ sub: someone() });
      const conversationId = await conversationOf(url, alice);
      const client = await connectSupportWs(url, alice);
      await client.request('message:send', { conversationId, message: 'Hello over ws' });
      client.close();
      const said = await wholeHistory(url, alice, conversationId);
      expect(said.map(({ message }) => message)).to.deep.equal(['Hello over ws']);
    });

    it('is told of the stop of the server, and why', async () => {
      const client = await connectSupportWs(url, token({ sub: someone() }));
      await server.stop();
      expect(await client.closed).to.equal(1012);
    });

    it('lets pages of its own host in, and no others', async () => {
      const path = `/ws/support?token=${token({ sub: someone() })}`;
      expect(await upgradeStatus(url, { path, origin: url })).to.equal(101);
      expect(await upgradeStatus(url, { path, origin: 'https://elsewhere.test' })).to.equal(403);
    });

    it('takes what a message may bring of files', async () => {
      const body = Buffer.alloc(5 * 10 * 1024 * 1024);
      const headers = { 'content-type': 'application/octet-stream' };
      const answer = await fetch(`${url}/nothing`, { method: 'POST', body, headers });
      expect(answer.status).to.equal(404);
    });

    it('shows nobody what watches it', async () => {
      expect((await fetch(`${url}/metrics`)).status).to.equal(404);
    });

    it('knows who connects, whatever he writes of himself', async () => {
      const statusFrom = async (localAddress: string, forwarded: string): Promise<number> => {
        const path = `/ws/support?token=${token({ sub: someone() })}`;
        const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, {
          localAddress,
          headers: { 'x-forwarded-for': forwarded },
        });
        socket.on('error', () => undefined);
        const refused = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
        const status = await Promise.race([
          once(socket, 'open').then(() => 101),
          refused.then(([, { statusCode }]) => statusCode ?? 0),
        ]);
        socket.terminate();
        return status;
      };
      for (let index = 0; index < MOST; index += 1) {
        expect(await statusFrom('127.0.0.1', `203.0.113.${index}`)).to.equal(101);
      }
      expect(await statusFrom('127.0.0.1', '203.0.113.99')).to.equal(429);
      expect(await statusFrom('127.0.0.2', '203.0.113.99')).to.equal(101);
    });
  });
}
