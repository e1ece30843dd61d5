import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { cruise } from '../architecture/support/cruise.js';
import { importsOf, plantTree, PROJECT, readTree } from '../architecture/support/tree.js';
import { boundProbe, type Answer, type Frames } from '../dialects/probe/probe.js';
import type * as ServerProcesses from '../e2e/support/server-process.js';
import { someone, token } from '../e2e/support/tokens.js';
import { connectWs } from '../e2e/support/ws-client.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';
import { EDITS, plantBound, probe, runTool, shippedProbe } from './support/bound-project.js';
import { allPages, codes, page, rows, section } from './support/pages.js';

const SUPPORT = 'src/adapters/inbound/dialects/support';
const PROBE = 'test/dialects/probe';

const tree = readTree(PROJECT, 'src');

const described = page('docs/adding-a-dialect.md');

const filesOf = (name: string): readonly string[] =>
  rows(section(described, 'Its files'))
    .flatMap(([file = '']) => codes(file))
    .map((file) => file.replace('<name>', name));

describe('docs/adding-a-dialect.md', () => {
  it('names the files of a dialect, and support has no others', () => {
    const files = readdirSync(join(PROJECT, SUPPORT));
    expect(filesOf('support')).to.include.members(files);
    expect(filesOf('support').filter((file) => !files.includes(file))).to.deep.equal([
      'envelope.ts',
    ]);
  });

  it('names those of the probe, which was written by it', () => {
    const files = Object.keys(probe).map((path) => path.slice(PROBE.length + 1));
    expect(filesOf('probe')).to.include.members(files);
    expect(filesOf('probe').filter((file) => !files.includes(file))).to.deep.equal([
      'encode.ts',
      'deps.ts',
      'routes',

      'guest-form.ts',
      'guest-turns.ts',
      'joining.ts',
    ]);
  });

  it('has the probe see the seams, the common tools and the core, and nothing else', () => {
    const imported = Object.keys(probe).flatMap((path) => importsOf(probe, path));
    const allowed =
      /^(test\/dialects\/probe\/|src\/(domain|application)\/|src\/adapters\/inbound\/(gateway\/(dialect|transport)\.ts|dialects\/common\/))/;
    expect(imported.filter((path) => !allowed.test(path))).to.deep.equal([]);
    expect(imported).to.include('src/adapters/inbound/gateway/dialect.ts');
  });

  it('leads to a dialect that keeps every rule, where those that ship are', () => {
    const folder = temporaryFolder();
    try {
      plantTree(folder.path, { ...tree, ...shippedProbe });
      const { broken, modules } = cruise(folder.path);
      expect([...broken]).to.deep.equal([]);
      expect(modules).to.include('src/adapters/inbound/dialects/probe/probe-dialect.ts');
    } finally {
      folder.remove();
    }
  }).timeout(60_000);

  it('is right that a dialect is named in one place', () => {
    const naming = Object.keys(tree).filter(
      (path) =>
        !path.startsWith(SUPPORT) && importsOf(tree, path).some((one) => one.startsWith(SUPPORT)),
    );
    expect(naming).to.deep.equal(['src/bootstrap/dialects.ts']);
  });

  it('names every file that is touched to bind one', () => {
    const [, touched = ''] = section(described, 'Where it is bound').split('Touched:');
    const named = codes(touched.split('\n\n')[0] ?? '');
    expect(named).to.have.members(Object.keys(EDITS));
  });
});

describe('a project in which the probe is bound by docs/adding-a-dialect.md', function () {
  // It is compiled whole, beside whatever else the machine does.
  this.timeout(180_000);
  let folder: TemporaryFolder;
  /** The command line of that project. */
  let command: typeof ServerProcesses;

  before(async () => {
    folder = temporaryFolder();
    const pages = allPages().map(({ path }) => path);
    plantBound(folder.path, [
      ...pages,
      ...['.env.example', 'examples/websocket-chat-client.html'],
      // To which the pages lead.
      ...['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE'],
      ...['deploy/Caddyfile', 'deploy/nginx.conf', 'deploy/switchboard.service'],
    ]);
    runTool(folder.path, 'tsc', ['-p', 'tsconfig.json']);
    const built = join(folder.path, 'dist/test/e2e/support/server-process.js');
    command = (await import(pathToFileURL(built).href)) as typeof ServerProcesses;
  });
  after(() => folder.remove());

  it('passes the tests that know which dialects there are', () => {
    const tests = [
      'adapters/inbound/dialects/rows',
      'architecture/completeness',
      'architecture/documents',
      'bootstrap/config',
      'docs/configuration/configuration',
      'docs/references',
    ].map((test) => `dist/test/${test}.test.js`);
    const told = runTool(folder.path, 'mocha', ['--no-config', '--timeout', '20000', ...tests]);
    expect(told).to.contain('the rows of probe');
  });

  it('plays its scenario from the matrix', () => {
    const where = 'on memory the scenario of the probe over plain ws';
    const told = runTool(folder.path, 'mocha', [
      ...['--no-config', '--exit', '--fgrep', where],
      'dist/test/e2e/matrix.test.js',
    ]);
    expect(told).to.match(/\b[1-9]\d* passing/);
  });

  it('names it in serve --help', async () => {
    const { output } = await command.runCommand(['serve', '--help'], {});
    expect(output).to.match(/^ {2}DIALECTS .*\(all: support,probe,.*\)$/m);
  });

  it('serves it, in its own envelope and its own words', async () => {
    const server = await command.serve(command.serverEnvironment(join(folder.path, 'data')));
    try {
      const sub = someone();
      const authorization = `Bearer ${token({ sub })}`;
      const opened = await fetch(`${server.url}/api/support/conversation`, {
        headers: { authorization },
      });
      const { data } = (await opened.json()) as { readonly data: { readonly id: string } };
      const client = await connectWs<Frames, Answer>(boundProbe, server.url, token({ sub }));
      expect(await client.next('welcome')).to.deep.equal({ id: sub });
      const said = { room: data.id, text: 'hello' };
      expect(await client.request('enter', { room: data.id })).to.include({ ok: true });
      const { seq } = await client.request('say', said);
      expect(await client.next('said')).to.deep.equal({ ...said, seq });
      expect(await client.request('say', {})).to.deep.equal({ ok: false, why: 'ValidationFailed' });
      client.raw('hello');
      expect(await client.next('oops')).to.include({ event: 'say' });
      expect(await client.next('oops')).to.deep.equal({ event: null, why: 'NoFrame' });
      client.close();
      const unknown = await fetch(`${server.url}/api/probe/nothing`);
      expect(await unknown.json()).to.deep.equal({ why: 'notFound' });
    } finally {
      await server.kill('SIGTERM');
    }
  });
});
