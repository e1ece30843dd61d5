import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { isHealthy, operations } from '../../../../src/adapters/inbound/operations/operations.js';
import { Readiness } from '../../../../src/adapters/inbound/operations/readiness.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

describe('operations', () => {
  let server: Server;

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('answers that it failed where it did, and tells the log alone why', async () => {
    const logger = new RecordingLogger();
    const error = new Error('a bug');
    const handle = operations({
      readiness: new Readiness({ checks: {}, changed: () => undefined }),
      metrics: { contentType: 'text/plain', text: () => Promise.reject(error) },
      metricsToken: null,
      logger,
      refused: () => undefined,
    });
    server = createServer(handle).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([answer.status, await answer.json()]).to.deep.equal([500, { status: 'failed' }]);
    expect(logger.entries).to.deep.equal([
      { level: 'error', message: 'an operations endpoint failed', fields: { error } },
    ]);
  });
});

describe('isHealthy', () => {
  const WORDS = '{"status":"ok"}\n';
  const HEADERS = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };

  it('knows what this server answers', async () => {
    expect(await isHealthy(new Response(WORDS, { headers: HEADERS }))).to.equal(true);
  });

  for (const name of Object.keys(HEADERS)) {
    it(`takes no answer for its own that has another ${name}`, async () => {
      const headers = { ...HEADERS, [name]: 'text/html' };
      expect(await isHealthy(new Response(WORDS, { headers }))).to.equal(false);
    });
  }

  it('takes no answer for its own of another status, or in other words', async () => {
    const failed = new Response(WORDS, { headers: HEADERS, status: 503 });
    const other = new Response('{"status":"up"}', { headers: HEADERS });
    expect([await isHealthy(failed), await isHealthy(other)]).to.deep.equal([false, false]);
  });
});
