import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { startApp } from '../../src/bootstrap/app.js';
import { container } from '../../src/bootstrap/container.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { testConfig } from '../e2e/support/in-process-server.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';

describe('startApp', () => {
  let folder: TemporaryFolder;
  let logger: RecordingLogger;

  beforeEach(() => {
    folder = temporaryFolder();
    logger = new RecordingLogger();
  });
  afterEach(() => {
    folder.remove();
  });

  const failure = (environment: Readonly<Record<string, string>>): Promise<string> =>
    startApp(testConfig({ DATA_DIR: folder.path, STORE: 'sqlite', ...environment })).then(
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
    expect(message).to.match(/PORT \d+: listen EADDRINUSE/);
    expect(readdirSync(folder.path).toSorted(), 'no log is left to be written to').to.deep.equal([
      'server.lock',
      'switchboard.sqlite',
      'uploads',
    ]);
  });

  /** Why it did not start where it cannot listen, on an address that is nobody's. */
  const notListening = async (close: () => Promise<void>): Promise<string> => {
    const config = testConfig({ DATA_DIR: folder.path, HOST: '192.0.2.1' });
    const bindings = container(config);
    bindings.rebind(TOKENS.logger).toConstantValue(logger);
    bindings.rebind(TOKENS.logOutput).toConstantValue({
      write: () => undefined,
      flush: () => {
        logger.info('given away');
        return Promise.resolve();
      },
    });
    await bindings.get(TOKENS.resources).open('The last', () => Promise.resolve({ close }));
    return startApp(config, undefined, bindings).then(() => 'started', String);
  };

  it('says why a start failed where what it had opened cannot be closed, and gives its log away', async () => {
    expect(await notListening(() => Promise.reject(new Error('no')))).to.contain('Cannot listen');
    expect(logger.entries.slice(-2).map(({ message }) => message)).to.deep.equal([
      'The last could not be closed: no',
      'given away',
    ]);
  });

  it('logs no more of a start that failed where all was closed', async () => {
    expect(await notListening(() => Promise.resolve())).to.contain('Cannot listen');
    expect(logger.entries.map(({ message }) => message)).to.deep.equal(['given away']);
  });
});
