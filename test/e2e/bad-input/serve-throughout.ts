import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { startServer } from '../support/in-process-server.js';
import { conversationOf, wholeHistory } from '../support/rest-client.js';
import { connectSupportSocketio, connectSupportWs } from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';

/** A server, and somebody with a conversation of his own. */
export interface Served {
  readonly url: string;
  readonly bearer: string;
  readonly conversationId: string;
}

/** One server for all cases around it, of which each must leave it serving; `tell` is told before each. */
export const serveThroughout = (tell: (now: Served) => void): void => {
  let server: App;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  beforeEach(async () => {
    const { url } = server;
    const bearer = token({ sub: someone() });
    tell({ url, bearer, conversationId: await conversationOf(url, bearer) });
  });

  // Whatever came before: the same process goes on serving, and what it refused was not stored.
  afterEach(async () => {
    const { url } = server;
    const good = token({ sub: someone() });
    const id = await conversationOf(url, good);
    for (const client of [
      await connectSupportSocketio(url, { token: good }),
      await connectSupportWs(url, good),
    ]) {
      const send = { conversationId: id, message: 'still served?' };
      expect((await client.request('message:send', send)).success).to.equal(true);
      client.close();
    }
    expect((await wholeHistory(url, good, id)).length).to.equal(2);
    expect(({} as Record<string, unknown>)['conversationId'], 'the prototype').to.equal(undefined);
  });
};
