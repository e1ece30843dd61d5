import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { startApp } from '../../src/bootstrap/app.js';
import { testConfig } from '../e2e/support/in-process-server.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';

describe('startApp', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  const failure = (environment: Readonly<Record<string, string>>): Promise<string> =>
    startApp(testConfig(folder.path, { STORE: 'sqlite', ...environment })).then(
      () => 'started',
      (error: unknown) => String(error),
    );

  it('names what could not be opened, and where', async () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    const message = await failure({ DATA_DIR: file });
    expect(message)
      .to.match(/The store sqlite: .*DATA_DIR/)
      .and.to.contain(file);
  });

  it('closes again what was opened for a start that fails', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const message = await failure({ PORT: String(port) });
    server.close();
    expect(message).to.contain('EADDRINUSE');
    expect(readdirSync(folder.path), 'no log is left to be written to').to.deep.equal([
      'switchboard.sqlite',
    ]);
  });
});
