import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { enterRawPolling } from './support/raw-polling.js';
import { openSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

const POLLING = '/socket.io/?EIO=4&transport=polling';

/** As the library would read it from a query. */
const SPELLINGS = ['j=0', 'j=', 'j', '%6a=0', 'j=0&j=1', '&j=x'];

describe('polling by JSONP, whose answers every page can read', () => {
  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('opens no session', async () => {
    for (const query of SPELLINGS) {
      const answer = await fetch(`${server.url}${POLLING}&${query}`);
      expect(answer.status, query).to.equal(400);
      expect(await answer.json(), query).to.deep.equal({
        success: false,
        message: 'JSONP is not supported',
      });
    }
  });

  it('reaches no session that is open, nor ends it', async () => {
    const session = await enterRawPolling(server.url, token({ sub: someone() }));
    const path = session.upgradePath.replace('websocket', 'polling');
    for (const query of SPELLINGS) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(`${server.url}${path}&${query}`, { method });
        expect(answer.status, `${method} ${query}`).to.equal(400);
        expect(await answer.text(), `${method} ${query}`).to.contain('JSONP');
      }
    }
    expect(await session.post(['42/support,1["conversation:leave",{}]'])).to.equal(200);
    expect((await session.poll()).join()).to.contain('success');
    await session.close();
  });

  it('is refused at an upgrade too', async () => {
    const path = '/socket.io/?EIO=4&transport=websocket&j=0';
    const outcome = await openSupportWs(server.url, { path }).then(
      () => 'let in',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
  });
});
