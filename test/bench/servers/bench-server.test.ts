import { expect } from 'chai';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { type BenchServer, type BenchServerOptions, startBenchServer } from './bench-server.js';

describe('a server of the bench', () => {
  const folder = temporaryFolder();
  let server: BenchServer | undefined;

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  after(() => folder.remove());

  const kinds: readonly BenchServerOptions['kind'][] = ['serve', 'socketio-relay', 'ws-relay'];
  for (const kind of kinds) {
    it(`starts as npm has it, and tells what it costs: ${kind}`, async () => {
      const environment = {
        STORE: 'memory',
        PORT: '0',
        JWT_SECRET: 'x'.repeat(32),
        DATA_DIR: folder.path,
        LOG_LEVEL: 'error',
      };
      server = await startBenchServer({ kind, core: null, environment });
      expect(server.url).to.match(/^http:/);
      expect(await server.cpu()).to.be.above(0);
    });
  }
});
