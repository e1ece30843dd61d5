import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { until } from '../../support/until.js';
import { type Container, containerHost } from './container-host.js';
import type { Running } from './host.js';

/** As a shell has it of a process that SIGKILL ended. */
const KILLED = 137;

/** Runs on this machine what it would run in a container. */
const container: Container = {
  exec: async ([program = '', ...args]) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { exitCode: code ?? KILLED, output };
  },
  remove: () => Promise.resolve(),
};

/** Counts on in a file. */
const COUNTING = `
  let count = 0;
  setInterval(() => fs.writeFileSync(process.argv[1], String(++count)), 1);
`;

describe('a host in a container', () => {
  let folder: TemporaryFolder;
  let server: Running | undefined;

  const count = (): number => {
    try {
      return Number(readFileSync(join(folder.path, 'data', 'count'), 'utf8'));
    } catch {
      return 0;
    }
  };

  const open = async () => {
    const room = { port: 1, folder: join(folder.path, 'data') };
    return { room, host: await containerHost(container, process.execPath, [room]) };
  };

  const start = async (...args: readonly string[]): Promise<Running> => {
    const { room, host } = await open();
    return host.run(room, args);
  };

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await server?.kill();
    folder.remove();
  });

  it('writes a file that its owner alone may read', async () => {
    const { room, host } = await open();
    const path = await host.write(room, 'key', 'it is "so"\n');
    expect(path).to.equal(join(room.folder, 'key'));
    expect(readFileSync(path, 'utf8')).to.equal('it is "so"\n');
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('runs a program in a folder that it made, and kills it', async () => {
    server = await start('--eval', COUNTING, join(folder.path, 'data', 'count'));
    await until(() => count() > 0);
    await server.kill();
    expect(await server.ended).to.contain(`exit code ${KILLED}`);
  });

  it('freezes it, and lets it go on', async () => {
    server = await start('--eval', COUNTING, join(folder.path, 'data', 'count'));
    await until(() => count() > 0);
    await server.signal('SIGSTOP');
    const frozen = count();
    await container.exec(['sleep', '0.05']);
    expect(count()).to.equal(frozen);
    await server.signal('SIGCONT');
    await until(() => count() > frozen);
  });

  it('tells how a program ended by itself', async () => {
    server = await start('--eval', 'console.error("no room"); process.exit(3)');
    expect(await server.ended).to.equal('exit code 3 no room\n');
  });
});
