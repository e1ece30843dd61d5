import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { operations } from '../../../../src/adapters/inbound/operations/operations.js';
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
