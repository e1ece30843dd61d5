import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf } from './support/rest-client.js';
import { someone, token } from './support/tokens.js';
import {
  type SupportClient,
  connectSupportSocketio,
  connectSupportWs,
} from './support/support-clients.js';

/** Some 20 kB on the wire, each of which comes back twice: 4 MB for a client that reads all of it. */
const TEXT = '🎉'.repeat(5_000);
const COUNT = 100;

describe('a burst of long messages', () => {
  let server: App;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  const connectors: Readonly<Record<string, (bearer: string) => Promise<SupportClient>>> = {
    'Socket.IO': (bearer) => connectSupportSocketio(server.url, { token: bearer }),
    ws: (bearer) => connectSupportWs(server.url, bearer),
  };

  for (const [name, connect] of Object.entries(connectors)) {
    it(`does not cut off a client that reads, over ${name}`, async () => {
      const bearer = token({ sub: someone() });
      const conversationId = await conversationOf(server.url, bearer);
      const client = await connect(bearer);
      const send = { conversationId, message: TEXT };
      const acks = await Promise.all(
        Array.from({ length: COUNT }, () => client.request('message:send', send)),
      );
      expect(acks.every(({ success }) => success)).to.equal(true);
      client.close();
    });

    it(`does not cut off staff who hear of all, over ${name}`, async () => {
      const admin = await connect(token({ sub: someone('admin'), role: 'admin' }));
      const senders = await Promise.all(
        Array.from({ length: COUNT }, async () => {
          const bearer = token({ sub: someone() });
          const conversationId = await conversationOf(server.url, bearer);
          return { conversationId, client: await connectSupportWs(server.url, bearer) };
        }),
      );
      for (const { client, conversationId } of senders) {
        client.emit('message:send', { conversationId, message: TEXT });
      }
      const heard = new Set<string>();
      while (heard.size < COUNT) {
        heard.add((await admin.next('conversation:new_message')).conversationId);
      }
      for (const { client } of senders) client.close();
      admin.close();
    });
  }
});
