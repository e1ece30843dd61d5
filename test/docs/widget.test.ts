import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { PROJECT } from '../architecture/support/tree.js';
import { serve, type ServerProcess } from '../e2e/support/server-process.js';
import { Visit } from '../e2e/widget/visit.js';
import { needsChromium } from '../services/chromium/needs-chromium.js';
import { freePorts } from '../services/hosts/free-ports.js';
import { THEIR_SERVER, widgetScript } from '../support/document-001.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { blocks, page, section } from './support/pages.js';
import { Talker } from './support/talker.js';

/** Milliseconds: everything here is a process of its own, and the machine may be busy. */
const PATIENCE = 30_000;

const text = section(page('docs/widget.md'), 'Try it');
const [makePage = '', serveIt = '', talk = ''] = blocks(text, 'sh');
const [html = ''] = blocks(text, 'html');

describe('the page of docs/widget.md', function () {
  this.timeout(2 * PATIENCE);
  const browser = needsChromium();
  let folder: TemporaryFolder;
  let server: ServerProcess;
  let port: number;
  let visitor: BrowserContext;
  const talkers: Talker[] = [];

  /** The ports of the page may be taken by whoever runs a server: those alone are others here. */
  const withPorts = (words: string): string =>
    words
      .replaceAll('localhost:3001', `localhost:${new URL(server.url).port}`)
      .replaceAll('8080', String(port));

  const run = (script: string): Talker => {
    const bin = join(PROJECT, 'node_modules', '.bin');
    const child = spawn('bash', ['-ec', withPorts(script)], {
      cwd: folder.path,
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder.path },
      detached: true,
    });
    const talker = new Talker(child, PATIENCE);
    talkers.push(talker);
    return talker;
  };

  const made = (name: string): string => join(folder.path, 'shop', name);

  before(async () => {
    folder = temporaryFolder();
    for (const name of ['package.json', 'node_modules', 'dist', 'docs', 'test']) {
      symlinkSync(join(PROJECT, name), join(folder.path, name));
    }
    [port = 0] = await freePorts(1);
    const environment = { DATA_DIR: join(folder.path, 'data'), LOG_LEVEL: 'error' };
    server = await serve({ PORT: '0', ...environment });
    visitor = await browser().newContext();
  });
  after(async () => {
    await visitor.close();
    for (const { child } of talkers) {
      // The shell's own children are in its group.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    }
    await server.kill('SIGKILL');
    folder.remove();
  });

  it('is made as it is written, and a guest chats on it with the admin', async () => {
    expect(await run(makePage).whole()).to.equal('');
    expect(readFileSync(made('widget.js'), 'utf8')).to.equal(widgetScript(THEIR_SERVER));
    expect(readFileSync(made('index.html'), 'utf8')).to.equal(html);
    for (const name of ['widget.js', 'index.html']) {
      writeFileSync(made(name), withPorts(readFileSync(made(name), 'utf8')));
    }

    await run(serveIt).says(`open http://localhost:${port}\n`);
    const admin = run(talk);
    await admin.says('waiting for messages\n');

    const tab = await Visit.begin(visitor, `http://localhost:${port}`);
    await tab.say('Hello, I need help');
    await admin.says('guest: Hello, I need help\n');
    admin.child.stdin?.write('How can I help?\n');
    await admin.says('admin: How can I help?\n');
    await tab.shows([
      ['guest', 'Hello, I need help'],
      ['admin', 'How can I help?'],
    ]);
    await tab.reload();
    await tab.shows([
      ['guest', 'Hello, I need help'],
      ['admin', 'How can I help?'],
    ]);
  });
});
