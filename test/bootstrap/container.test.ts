import { expect } from 'chai';
import { container } from '../../src/bootstrap/container.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { testConfig } from '../e2e/support/in-process-server.js';
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
});
