import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

describe('an ack over plain ws that is no number to answer under', () => {
  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('gets the answer to what is no frame, which says what an ack is', async () => {
    const client = await connectSupportWs(server.url, token({ sub: someone() }));
    for (const ack of ['1e400', '"7"', 'null', '-1']) {
      client.raw(`{"event":"conversation:leave","data":{},"ack":${ack}}`);
      const { code, message } = await client.next('error');
      expect(code, ack).to.equal('INVALID_DATA');
      expect(message, ack).to.contain('"ack"');
    }
    client.close();
  });
});
