import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { mock } from 'node:test';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { Container } from 'inversify';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import type { SweepFiles } from '../../src/application/use-cases/sweep-files.js';
import { type App, startApp, type StopTimes } from '../../src/bootstrap/app.js';
import { container } from '../../src/bootstrap/container.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { testConfig } from '../e2e/support/in-process-server.js';
import { openSupportWs } from '../e2e/support/support-clients.js';
import { someone, token } from '../e2e/support/tokens.js';
import { openUnread } from '../e2e/support/unread-websocket.js';
import { activeTimers } from '../support/active-timers.js';
import { settled } from '../support/manual-turn.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { head, openTcp } from '../support/raw-tcp.js';
import { ScriptedLog } from '../support/scripted-log.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

/** Milliseconds that no test lasts. */
const FOR_EVER = 600_000;

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

interface Settings {
  readonly times?: Partial<StopTimes>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Puts what the test has in the place of others. */
  readonly rebind?: (bindings: Container) => Promise<void> | void;
}

describe('an app that is to stop', () => {
  let folder: TemporaryFolder;
  let logger: RecordingLogger;
  let bindings: Container;
  /** The server's end of each connection. */
  let accepted: Socket[];

  const accept = (message: unknown): void => {
    accepted.push((message as { readonly socket: Socket }).socket);
  };

  beforeEach(() => {
    folder = temporaryFolder();
    logger = new RecordingLogger();
    accepted = [];
    subscribe('net.server.socket', accept);
  });
  afterEach(() => {
    unsubscribe('net.server.socket', accept);
    mock.restoreAll();
    folder.remove();
  });

  /** One that waits for whatever it may wait for. */
  const begin = async ({ times, environment, rebind }: Settings = {}): Promise<App> => {
    const config = testConfig({ DATA_DIR: folder.path, ...environment });
    bindings = container(config);
    bindings.rebind(TOKENS.logger).toConstantValue(logger);
    await rebind?.(bindings);
    const patient = { patience: FOR_EVER, parting: FOR_EVER, whole: FOR_EVER };
    return startApp(config, { ...patient, ...times }, bindings);
  };

  /** Something else that it closes, before all others. */
  const opened = (close: () => Promise<void>): Promise<unknown> =>
    bindings.get(TOKENS.resources).open('The last', () => Promise.resolve({ close }));

  const closingGateway = (close: () => Promise<void>) => async (of: Container) => {
    const gateway = await of.getAsync(TOKENS.gateway);
    of.rebind(TOKENS.gateway).toConstantValue({ ...gateway, close });
  };

  const said = (): readonly string[] =>
    logger.entries.map(({ level, message }) => `${level}: ${message}`);

  it('does not wait for clients that answer nothing', async () => {
    const app = await begin({ times: { parting: 0 } });
    await openUnread(app.url, '/ws/support');
    await openUnread(app.url, '/socket.io/?EIO=4&transport=websocket');
    await openTcp(app.url);
    await app.stop();
  });

  it('waits for clients that answer', async () => {
    const app = await begin();
    const client = await openSupportWs(app.url);
    client.socket.pause();
    const stopped = app.stop();
    client.socket.resume();
    expect(await client.closed).to.equal(1012);
    await stopped;
  });

  it('leaves clients who were told to go the time for it', async () => {
    const app = await begin();
    const client = await openTcp(app.url);
    client.socket.write(head('GET /ws/support', ...UPGRADE));
    await client.heard(/ 101 /);
    const stopped = app.stop();
    await client.heard(/restarting$/);
    expect(accepted.map(({ destroyed }) => destroyed)).to.deep.equal([false]);
    client.socket.destroy();
    await stopped;
  });

  it('waits for an answer that is under way', async () => {
    const store = memoryStore();
    const script = new ScriptedLog(store.log);
    const app = await begin({
      environment: { TRANSPORTS: 'http' },
      rebind: (of) => {
        of.rebind(TOKENS.store).toConstantValue({ ...store, log: script.log });
      },
    });
    const held = script.hold('append');
    const client = await openTcp(app.url);
    const headers = ['Connection: close', `Authorization: Bearer ${token({ sub: someone() })}`];
    client.socket.write(head('GET /api/support/conversation?type=general', ...headers));
    await held.reached;
    const stopped = app.stop();
    await settled();
    held.release();
    expect(await client.closed).to.match(/^HTTP\/1\.1 200 /);
    await stopped;
  });

  it('waits no longer than its patience for an answer that is under way', async () => {
    const app = await begin({ times: { patience: 0 } });
    const client = await openTcp(app.url);
    client.socket.write(head('POST /api/support/conversation', 'Content-Length: 9'));
    await client.heard(/^HTTP/);
    await app.stop();
    await client.closed;
  });

  it('has cut off whoever has not gone', async () => {
    const app = await begin({ times: { patience: 0 } });
    await openUnread(app.url, '/ws/support');
    await openUnread(app.url, '/socket.io/?EIO=4&transport=websocket');
    await app.stop();
    expect(accepted.map(({ destroyed }) => destroyed)).to.deep.equal([true, true]);
  });

  it('holds the process up no longer', async () => {
    const app = await begin();
    const before = activeTimers();
    await app.stop();
    expect(activeTimers()).to.be.at.most(before);
  });

  it('closes no store while files are swept, and then it does', async () => {
    const swept = Promise.withResolvers<number>();
    const sweepFiles: SweepFiles = () => async () => right(await swept.promise);
    const app = await begin({
      times: { whole: 0 },
      rebind: async (of) => {
        const cases = await of.getAsync(TOKENS.useCases);
        of.rebind(TOKENS.useCases).toConstantValue({ ...cases, sweepFiles });
      },
    });
    let isClosed = false;
    await opened(() => {
      isClosed = true;
      return Promise.resolve();
    });
    await app.stop();
    expect(isClosed).to.equal(false);
    swept.resolve(0);
    await until(() => isClosed);
  });

  it('gives its log away and says why where one part cannot be closed, after the others', async () => {
    const app = await begin({ environment: { STORE: 'sqlite' } });
    await opened(() => Promise.reject(new Error('no')));
    expect(await app.stop().catch(String)).to.equal('Error: The last could not be closed: no');
    expect(said().slice(-2)).to.deep.equal(['error: not all could be closed', 'info: stopped']);
    expect(readdirSync(folder.path), 'the store is closed').not.to.include(
      'switchboard.sqlite-wal',
    );
  });

  it('says why the first could not be closed where several cannot', async () => {
    const app = await begin({
      rebind: closingGateway(() => Promise.reject(new Error('the gateway'))),
    });
    await opened(() => Promise.reject(new Error('no')));
    expect(await app.stop().catch(String)).to.equal('Error: the gateway');
    const fault = 'error: not all could be closed';
    expect(said().slice(-3)).to.deep.equal([fault, fault, 'info: stopped']);
  });

  const never = () => new Promise<void>(() => undefined);

  it('goes on without what is under way where that does not end', async () => {
    const app = await begin({ times: { patience: 0 }, rebind: closingGateway(never) });
    await app.stop();
    expect(said().at(-1)).to.equal('info: stopped');
  });

  for (const [closing, close, whole, line] of [
    ['closes', () => Promise.resolve(), FOR_EVER, 'info: stopped'],
    ['never closes', never, 0, 'warn: stopped before the store was closed: it did not answer'],
  ] as const) {
    it(`stops where the store ${closing}, and says so`, async () => {
      const app = await begin({
        times: { whole },
        rebind: async (of) => {
          await of.get(TOKENS.resources).open('A store', () => Promise.resolve({ close }));
        },
      });
      await app.stop();
      expect(said().at(-1)).to.equal(line);
    });
  }

  it('leaves the store what is left of the time for all, and no more', async () => {
    const app = await begin();
    await opened(never);
    let now = 0;
    mock.method(performance, 'now', () => (now += FOR_EVER));
    await app.stop();
    expect(said().at(-1)).to.match(/^warn: stopped before the store was closed/);
  });
});
