import { request } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { startServer } from '../support/in-process-server.js';
import { supportUpgradeStatus } from '../support/support-clients.js';

describe('a server behind a proxy that nobody has told it of', () => {
  let app: App;
  let logger: RecordingLogger;

  beforeEach(async () => {
    logger = new RecordingLogger();
    app = await startServer({ TRUST_PROXY: '0' }, (bindings) => {
      bindings.rebind(TOKENS.logger).toConstantValue(logger);
    });
  });
  afterEach(() => app.stop());

  const headers = { 'x-forwarded-for': '10.0.0.1' };
  const hints = () => logger.entries.filter(({ message }) => message.includes('TRUST_PROXY'));

  const ask = async (path: string): Promise<void> => {
    const asking = request(`${app.url}${path}`, { headers, agent: false }).end();
    const [response] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');
  };

  it('says so once, however many requests and upgrades come through it', async () => {
    expect(hints()).to.deep.equal([]);
    for (let round = 0; round < 3; round += 1) {
      for (const path of ['/healthz', '/nowhere', '/socket.io/?EIO=4&transport=polling']) {
        await ask(path);
      }
      await supportUpgradeStatus(app.url, { path: '/ws/nothing', headers });
    }
    expect(hints()).to.have.length(1);
  });

  it('says so once where an upgrade is the first', async () => {
    for (let round = 0; round < 3; round += 1) {
      await supportUpgradeStatus(app.url, { path: '/ws/nothing', headers });
    }
    expect(hints()).to.have.length(1);
    await ask('/healthz');
    expect(hints()).to.have.length(1);
  });
});
