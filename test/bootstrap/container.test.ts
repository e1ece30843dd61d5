import { expect } from 'chai';
import { container } from '../../src/bootstrap/container.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { testConfig } from '../e2e/support/in-process-server.js';
import { freePorts } from '../services/hosts/free-ports.js';
import { silentLogger } from '../support/fixed-ports.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('container', () => {
  it('builds no gateway for dialects that have a route for the same request', async () => {
    const folder = temporaryFolder();
    const bindings = container(testConfig({ DATA_DIR: folder.path }));
    const [first] = await bindings.getAsync(TOKENS.dialects);
    if (first === undefined) throw new Error('there is no dialect');
    const second = { ...first, name: 'another', namespace: '/another' };
    bindings.rebind(TOKENS.dialects).toConstantValue([first, second]);
    const refused = await bindings.getAsync(TOKENS.gateway).catch(String);
    expect(refused).to.include(
      `of dialect another clashes with /api/support/conversation of dialect ${first.name}`,
    );
    await (await bindings.getAsync(TOKENS.store)).close();
    folder.remove();
  });

  it('has files scanned by the clamd that is configured, and by nobody else', async () => {
    const [port = 0] = await freePorts(1);
    for (const [environment, kind] of [
      [{}, 'clean'],
      [{ CLAMD_HOST: '127.0.0.1', CLAMD_PORT: String(port), SCAN: 'off' }, 'clean'],
      [{ CLAMD_HOST: '127.0.0.1', CLAMD_PORT: String(port) }, 'unavailable'],
    ] as const) {
      const bindings = container(testConfig(environment));
      bindings.rebind(TOKENS.logger).toConstantValue(silentLogger);
      const scanner = await bindings.getAsync(TOKENS.scanner);
      expect((await scanner.begin().verdict()).kind).to.equal(kind);
    }
  });

  it('tells files by their signatures', async () => {
    const fileTypes = await container(testConfig({})).getAsync(TOKENS.fileTypes);
    expect((await fileTypes.of(Buffer.from('%PDF-1.7\n')))?.mime).to.equal('application/pdf');
  });
});
