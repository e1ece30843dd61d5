import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Talker } from '../docs/support/talker.js';
import { connectSupportSocketio } from '../e2e/support/support-clients.js';
import { conversationOf, wholeHistory } from '../e2e/support/rest-client.js';
import { SECRET, someone, token } from '../e2e/support/tokens.js';
import { freePorts } from '../services/hosts/free-ports.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { MAIN, plantProduction } from './production-tree.js';

/** Milliseconds: all is done by processes of their own, and the machine may be busy. */
const PATIENCE = 30_000;

const killGroup = ({ pid, exitCode, signalCode }: ChildProcess): void => {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
};

describe('an installation for production', function () {
  this.timeout(2 * PATIENCE);

  let folder: TemporaryFolder;
  const talkers: Talker[] = [];

  before(() => {
    folder = temporaryFolder();
    plantProduction(folder.path);
  });
  after(() => {
    // Each is the first of a group: npm has the server as a child.
    for (const { child } of talkers) killGroup(child);
    folder.remove();
  });

  const run = (command: readonly string[], environment: Record<string, string> = {}): Talker => {
    const [program = '', ...args] = command;
    const env = {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: folder.path,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      DATA_DIR: join(folder.path, 'data'),
      ...environment,
    };
    const child = spawn(program, args, { cwd: folder.path, env, detached: true });
    const talker = new Talker(child, PATIENCE);
    talkers.push(talker);
    return talker;
  };

  const start = async (command: readonly string[]) => {
    const [port = 0] = await freePorts(1);
    const server = run(command, { PORT: String(port), JWT_SECRET: SECRET });
    const url = `http://127.0.0.1:${port}`;
    await server.says(`listens on ${url}\n`);
    return {
      url,
      /** As who presses Ctrl-C, and as systemd: all of them hear it. */
      stop: async (): Promise<number | null> => {
        const ended = once(server.child, 'exit') as Promise<[number | null]>;
        process.kill(-(server.child.pid ?? 0), 'SIGTERM');
        const [code] = await ended;
        return code;
      },
    };
  };

  it('has no package of developers', () => {
    for (const name of ['.bin/tsc', 'typescript', 'mocha', 'socket.io-client', 'node']) {
      expect(existsSync(join(folder.path, 'node_modules', name)), name).to.equal(false);
    }
  });

  it('serves, and ends cleanly', async () => {
    const { url, stop } = await start(['node', '--', MAIN, 'serve']);
    const alice = token({ sub: someone() });
    const conversationId = await conversationOf(url, alice);
    const client = await connectSupportSocketio(url, { token: alice });
    await client.request('message:send', { conversationId, message: 'Hello, I need help' });
    client.close();
    const said = await wholeHistory(url, alice, conversationId);
    expect(said.map(({ message }) => message)).to.deep.equal(['Hello, I need help']);
    expect(await stop()).to.equal(0);
  });

  for (const command of [
    ['npm', 'start'],
    ['npm', 'run', 'serve'],
  ]) {
    it(`starts by ${command.join(' ')} what was built`, async () => {
      const { url, stop } = await start(command);
      expect(await conversationOf(url, token({ sub: someone() }))).to.be.a('string');
      await stop();
    });
  }

  it('says of keys that are missing what to set, in words', async () => {
    const said = await run(['node', MAIN, 'serve']).whole();
    expect(said).to.match(
      /^The configuration cannot be used:\n {2}JWT_SECRET must be set[^\n]+\n$/,
    );
  });

  it('has who starts it on an older Node install a newer one', async () => {
    const asked =
      "import('./dist/src/bootstrap/cli/require-node.js').then((m) => m.requireNode('20.1.0'))";
    const said = await run(['node', '--eval', asked]).whole();
    expect(said).to.match(
      /^Switchboard needs Node [\d.]+ or newer; this is 20\.1\.0\.\nInstall that/,
    );
  });

  it('keeps what was built where it cannot build', async () => {
    const said = await run(['npm', 'run', '--silent', 'build']).whole();
    expect(said).to.match(/^There is no compiler to build with: npm ci --include=dev [^\n]+\n$/);
    expect(existsSync(join(folder.path, MAIN))).to.equal(true);
  });

  it('says by npm start, in a line, that the build is missing', async () => {
    const [dist, elsewhere] = [join(folder.path, 'dist'), join(folder.path, 'elsewhere')];
    renameSync(dist, elsewhere);
    try {
      const npm = run(['npm', '--silent', 'start']);
      expect(await npm.whole()).to.match(/^A missing build: [^\n]+ npm run build [^\n]+\n$/);
      expect(npm.child.exitCode).to.equal(1);
    } finally {
      renameSync(elsewhere, dist);
    }
  });

  it('says in a line which package is missing', async () => {
    const packages = join(folder.path, 'node_modules', 'commander');
    renameSync(packages, `${packages}-elsewhere`);
    try {
      const said = await run(['node', MAIN, 'serve']).whole();
      expect(said).to.match(/^[^\n]*'commander'[^\n]*\n$/);
    } finally {
      renameSync(`${packages}-elsewhere`, packages);
    }
  });
});
