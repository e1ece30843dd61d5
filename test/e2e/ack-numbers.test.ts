import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { enterRawSocketio } from './support/raw-socketio.js';
import { startServer } from './support/in-process-server.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

describe('an ack that is no number to answer under', () => {
  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('gets over plain ws the answer to what is no frame, which says what an ack is', async () => {
    const client = await connectSupportWs(server.url, token({ sub: someone() }));
    for (const ack of ['1e400', '"7"', 'null', '-1']) {
      client.raw(`{"event":"conversation:leave","data":{},"ack":${ack}}`);
      const { code, message } = await client.next('error');
      expect(code, ack).to.equal('INVALID_DATA');
      expect(message, ack).to.contain('"ack"');
    }
    client.close();
  });

  it('closes a Socket.IO connection, as what is no packet does', async () => {
    for (const ack of ['9007199254740992', '9'.repeat(400), '1 2']) {
      const client = await enterRawSocketio(server.url, token({ sub: someone() }));
      client.packet(`2/support,${ack}["conversation:leave",{}]`);
      expect(await client.closed, ack.slice(0, 20)).to.equal(1005);
    }
  });

  it('is none of the largest', async () => {
    const client = await enterRawSocketio(server.url, token({ sub: someone() }));
    const answer = client.next(/^43\/support,9007199254740991\[/);
    client.packet('2/support,9007199254740991["conversation:leave",{}]');
    expect(await answer).to.contain('"success":false');
    client.close();
  });
});
