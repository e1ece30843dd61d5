import { spawn } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { serve, type ServerProcess } from '../e2e/support/server-process.js';
import { connectSupportSocketio } from '../e2e/support/support-clients.js';
import type { Envelope, WireHistory } from '../e2e/support/wire.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { blocks, page, section } from './support/pages.js';
import { Talker } from './support/talker.js';

/** Milliseconds: everything here is a process of its own, and the machine may be busy. */
const PATIENCE = 30_000;

const [mintTokens = '', openConversation = '', writeAndRun = '', askHistory = ''] = blocks(
  section(page('README.md'), 'A first chat in five minutes'),
  'sh',
);

/** What writes the two clients down, and the lines that run them. */
const [writeClients = '', ...runClients] = writeAndRun.trim().split(/\n(?=node |sleep )/);

/** What the page exports. */
const NAMES = ['ALICE', 'ROOT', 'CONVERSATION'] as const;

describe('the first chat of README.md', function () {
  this.timeout(2 * PATIENCE);

  let folder: TemporaryFolder;
  let server: ServerProcess;
  let environment: Readonly<Record<string, string>>;
  const talkers: Talker[] = [];

  /** As after `npm ci` and a build; the server's data is where `npm start` would put it. */
  const install = (): void => {
    cpSync(join(PROJECT, 'package.json'), join(folder.path, 'package.json'));
    for (const name of ['node_modules', 'dist']) {
      symlinkSync(join(PROJECT, name), join(folder.path, name), 'dir');
    }
  };

  const start = (port: string): Promise<ServerProcess> =>
    serve({ PORT: port, DATA_DIR: join(folder.path, 'data'), LOG_LEVEL: 'error' });

  const run = (command: string, ...args: readonly string[]): Talker => {
    const child = spawn(command, [...args], { cwd: folder.path, env: environment });
    const talker = new Talker(child, PATIENCE);
    talkers.push(talker);
    return talker;
  };

  /** The page's port may be taken by whoever runs a server: that alone is another here. */
  const shell = (script: string): Promise<string> => {
    const { host } = new URL(server.url);
    return run('bash', '-ec', script.replaceAll('127.0.0.1:3001', host)).whole();
  };

  before(async () => {
    folder = temporaryFolder();
    install();
    const bin = join(PROJECT, 'node_modules', '.bin');
    environment = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder.path };
    server = await start('0');
    const show = `printf '%s\\n' ${NAMES.map((name) => `"$${name}"`).join(' ')}`;
    const said = await shell([mintTokens, openConversation, writeClients, show].join('\n'));
    const values = said.trim().split('\n');
    expect(values, said).to.have.length(NAMES.length);
    environment = {
      ...environment,
      // So that the clients' library says what it does: nothing else tells when Alice has joined.
      DEBUG: 'socket.io-client:socket',
      ...Object.fromEntries(NAMES.map((name, index) => [name, values[index] ?? ''])),
    };
  });
  after(async () => {
    for (const { child } of talkers) child.kill('SIGKILL');
    await server.kill('SIGKILL');
    folder.remove();
  });

  it('runs as it is written, and goes on by itself after a restart of the server', async () => {
    expect(runClients).to.deep.equal(['node admin.mjs &', 'sleep 2', 'node alice.mjs']);
    const admin = run('node', 'admin.mjs');
    await admin.says('waiting for messages\n');
    const alice = run('node', 'alice.mjs');
    for (const one of [alice, admin]) {
      await one.says('user: Hello, I need help\n');
      await one.says('admin: Hello Alice, how can I help?\n');
    }

    const { port } = new URL(server.url);
    expect(await server.kill('SIGINT')).to.equal(0);
    server = await start(port);
    await alice.says('emitting event ["conversation:joined"', 2);
    await admin.says('waiting for messages\n', 2);
    const another = await connectSupportSocketio(server.url, { token: environment['ROOT'] });
    await another.request('message:send', {
      conversationId: environment['CONVERSATION'],
      message: 'Are you still there?',
    });
    another.close();
    for (const one of [alice, admin]) await one.says('admin: Are you still there?\n');

    const { data } = JSON.parse(await shell(askHistory)) as Envelope<WireHistory>;
    expect(data.messages.map(({ message }) => message)).to.deep.equal([
      'Hello, I need help',
      'Hello Alice, how can I help?',
      'Are you still there?',
    ]);
  });
});
