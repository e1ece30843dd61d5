import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { expect } from 'chai';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';
import { within } from './support/deadline.js';
import { launch, serve, serverEnvironment, type ServerProcess } from './support/server-process.js';

/** At a line each, far more than a pipe holds. */
const REQUESTS = 3_000;

describe('a log that nobody reads', () => {
  let folder: TemporaryFolder;
  let server: ServerProcess;
  let log: Readable;

  const ask = async (): Promise<void> => {
    const { status } = await fetch(`${server.url}/nothing`);
    expect(status).to.equal(404);
  };

  /** Ten at a time. */
  const askOften = async (): Promise<void> => {
    const asking = Array.from({ length: 10 }, async () => {
      for (let count = 0; count < REQUESTS / 10; count += 1) await ask();
    });
    await within(Promise.all(asking), () => 'the server to answer', 15_000);
  };

  beforeEach(async () => {
    folder = temporaryFolder();
    server = await serve({ ...serverEnvironment(folder.path), LOG_LEVEL: 'info' });
    if (server.child.stdout === null) throw new Error('the server has no log');
    log = server.child.stdout;
    log.pause();
    await askOften();
  });
  afterEach(async () => {
    await server.kill('SIGKILL');
    folder.remove();
  });

  it('keeps nobody from being answered, nor the server from being stopped', async () => {
    await ask();
    expect(await server.kill('SIGTERM')).to.equal(0);
  });

  it('is whole once it is read, to the last line', async () => {
    let text = '';
    log.on('data', (chunk: Buffer) => (text += chunk.toString()));
    log.resume();
    const ended = once(log, 'end');
    expect(await server.kill('SIGTERM')).to.equal(0);
    await ended;
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly msg: string });
    expect(lines.filter(({ msg }) => msg === 'request')).to.have.length(REQUESTS);
    expect(lines.at(-1)?.msg).to.equal('stopped');
  });

  it('ends no server when its reader goes away', async () => {
    log.destroy();
    await askOften();
    expect(await server.kill('SIGTERM')).to.equal(0);
  });
});

describe('standard error that nobody reads', () => {
  it('ends no server', async () => {
    const folder = temporaryFolder();
    const child = launch(['serve'], { ...serverEnvironment(folder.path), LOG_LEVEL: 'info' });
    try {
      const exited = once(child, 'exit') as Promise<[number | null]>;
      child.stderr?.destroy();
      let log = '';
      child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
      const listens = () => /"url":"([^"]+)"/.exec(log)?.[1];
      await until(() => child.exitCode !== null || listens() !== undefined);
      expect((await fetch(`${listens() ?? ''}/healthz`)).status).to.equal(200);
      child.kill('SIGTERM');
      expect((await within(exited, () => log))[0], log).to.equal(0);
    } finally {
      child.kill('SIGKILL');
      folder.remove();
    }
  });
});
