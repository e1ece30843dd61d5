import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { SweepFiles } from '../../src/application/use-cases/sweep-files.js';
import { startApp } from '../../src/bootstrap/app.js';
import { container } from '../../src/bootstrap/container.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { testConfig } from '../e2e/support/in-process-server.js';
import { openSupportWs } from '../e2e/support/support-clients.js';
import { openUnread } from '../e2e/support/unread-websocket.js';
import { activeTimers } from '../support/active-timers.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { head, openTcp } from '../support/raw-tcp.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

describe('startApp', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
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

  /** Milliseconds that no test lasts. */
  const FOR_EVER = 600_000;

  it('does not wait for clients that answer nothing when it stops', async () => {
    const app = await startApp(testConfig({ DATA_DIR: folder.path }), {
      patience: FOR_EVER,
      parting: 0,
      whole: FOR_EVER,
    });
    await openUnread(app.url, '/ws/support');
    await openUnread(app.url, '/socket.io/?EIO=4&transport=websocket');
    await openTcp(app.url);
    await app.stop();
  });

  it('waits for clients that answer when it stops', async () => {
    const app = await startApp(testConfig({ DATA_DIR: folder.path }), {
      patience: FOR_EVER,
      parting: FOR_EVER,
      whole: FOR_EVER,
    });
    const client = await openSupportWs(app.url);
    client.socket.pause();
    const stopped = app.stop();
    client.socket.resume();
    expect(await client.closed).to.equal(1012);
    await stopped;
  });

  it('waits no longer than its patience for an answer that is under way', async () => {
    const app = await startApp(testConfig({ DATA_DIR: folder.path }), {
      patience: 0,
      parting: FOR_EVER,
      whole: FOR_EVER,
    });
    const client = await openTcp(app.url);
    client.socket.write(head('POST /api/support/conversation', 'Content-Length: 9'));
    await client.heard(/^HTTP/);
    await app.stop();
    await client.closed;
  });

  it('has cut off whoever has not gone, once it has stopped', async () => {
    const app = await startApp(testConfig({ DATA_DIR: folder.path }), {
      patience: 0,
      parting: FOR_EVER,
      whole: FOR_EVER,
    });
    const accepted: Socket[] = [];
    const note = (message: unknown): void => {
      accepted.push((message as { readonly socket: Socket }).socket);
    };
    subscribe('net.server.socket', note);
    await openUnread(app.url, '/ws/support');
    await openUnread(app.url, '/socket.io/?EIO=4&transport=websocket');
    unsubscribe('net.server.socket', note);
    await app.stop();
    expect(accepted.map(({ destroyed }) => destroyed)).to.deep.equal([true, true]);
  });

  it('holds the process up no longer once it has stopped', async () => {
    const app = await startApp(testConfig({ DATA_DIR: folder.path }), {
      patience: FOR_EVER,
      parting: FOR_EVER,
      whole: FOR_EVER,
    });
    const before = activeTimers();
    await app.stop();
    expect(activeTimers()).to.be.at.most(before);
  });

  it('closes no store while files are swept, and then it does', async () => {
    const config = testConfig({ DATA_DIR: folder.path });
    const bindings = container(config);
    const swept = Promise.withResolvers<number>();
    const sweepFiles: SweepFiles = () => async () => right(await swept.promise);
    const cases = await bindings.getAsync(TOKENS.useCases);
    bindings.rebind(TOKENS.useCases).toConstantValue({ ...cases, sweepFiles });
    const times = { patience: FOR_EVER, parting: FOR_EVER, whole: 0 };
    const app = await startApp(config, times, bindings);
    let isClosed = false;
    const close = (): Promise<void> => {
      isClosed = true;
      return Promise.resolve();
    };
    await bindings.get(TOKENS.resources).open('The last', () => Promise.resolve({ close }));
    await app.stop();
    expect(isClosed).to.equal(false);
    swept.resolve(0);
    await until(() => isClosed);
  });

  it('gives its log away and says why where one part cannot be closed, after the others', async () => {
    const config = testConfig({ DATA_DIR: folder.path, STORE: 'sqlite' });
    const logger = new RecordingLogger();
    const bindings = container(config);
    bindings.rebind(TOKENS.logger).toConstantValue(logger);
    const close = () => Promise.reject(new Error('no'));
    const times = { patience: FOR_EVER, parting: FOR_EVER, whole: FOR_EVER };
    const app = await startApp(config, times, bindings);
    await bindings.get(TOKENS.resources).open('The last', () => Promise.resolve({ close }));
    expect(await app.stop().catch(String)).to.equal('Error: The last could not be closed: no');
    const said = logger.entries.slice(-2).map(({ level, message }) => `${level}: ${message}`);
    expect(said).to.deep.equal(['error: not all could be closed', 'info: stopped']);
    expect(readdirSync(folder.path), 'the store is closed').not.to.include(
      'switchboard.sqlite-wal',
    );
  });

  it('says why a start failed where what it had opened cannot be closed', async () => {
    const config = testConfig({ DATA_DIR: folder.path, HOST: '192.0.2.1' });
    const logger = new RecordingLogger();
    const bindings = container(config);
    bindings.rebind(TOKENS.logger).toConstantValue(logger);
    const close = () => Promise.reject(new Error('no'));
    await bindings.get(TOKENS.resources).open('The last', () => Promise.resolve({ close }));
    const times = { patience: FOR_EVER, parting: FOR_EVER, whole: FOR_EVER };
    expect(await startApp(config, times, bindings).catch(String)).to.contain('Cannot listen');
    expect(logger.entries.at(-1)?.message).to.equal('The last could not be closed: no');
  });

  for (const [closing, close, whole, line] of [
    ['closes', () => Promise.resolve(), FOR_EVER, 'info: stopped'],
    [
      'never closes',
      () => new Promise<void>(() => undefined),
      0,
      'warn: stopped before the store was closed: it did not answer',
    ],
  ] as const) {
    it(`stops where the store ${closing}, and says so`, async () => {
      const config = testConfig({ DATA_DIR: folder.path });
      const logger = new RecordingLogger();
      const bindings = container(config);
      bindings.rebind(TOKENS.logger).toConstantValue(logger);
      await bindings.get(TOKENS.resources).open('A store', () => Promise.resolve({ close }));
      const times = { patience: FOR_EVER, parting: FOR_EVER, whole };
      const app = await startApp(config, times, bindings);
      await app.stop();
      const said = logger.entries.map(({ level, message }) => `${level}: ${message}`);
      expect(said.at(-1)).to.equal(line);
    });
  }
});
