import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { Finding } from '../../src/adapters/outbound/common/examination.js';
import { sqliteStore } from '../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import { answer } from '../support/answer.js';
import { opening } from '../support/appends.js';
import { needsStore, type StorePlace } from '../support/bound-stores.js';
import { silentLogger } from '../support/fixed-ports.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';
import { within } from './support/deadline.js';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import {
  type Finished,
  launch,
  runCommand,
  serve,
  serverEnvironment,
  type ServerProcess,
} from './support/server-process.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

type Environment = Readonly<Record<string, string>>;

const doctor = (environment: Environment, ...args: readonly string[]): Promise<Finished> =>
  runCommand(['doctor', ...args], environment);

/** What it found, by name: the worst of each. */
const findings = async (
  environment: Environment,
): Promise<{ readonly code: number | null; readonly of: ReadonlyMap<string, Finding> }> => {
  const { code, output, errors } = await doctor(environment, '--json');
  expect(errors).to.equal('');
  const said = JSON.parse(output) as {
    readonly ok: boolean;
    readonly findings: readonly Finding[];
  };
  expect(said.ok).to.equal(code === 0);
  const order = { ok: 0, warning: 1, failed: 2 };
  const sorted = said.findings.toSorted((a, b) => order[a.level] - order[b.level]);
  return { code, of: new Map(sorted.map((one) => [one.name, one])) };
};

const levels = (of: ReadonlyMap<string, Finding>): Readonly<Record<string, string>> =>
  Object.fromEntries([...of].map(([name, { level }]) => [name, level]));

const contentsOf = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .map((path) => [path, readFileSync(path, 'base64')] as const);

describe('switchboard doctor', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let running: ServerProcess[] = [];
  let listeners: Server[] = [];
  let children: ChildProcess[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(running.map((server) => server.kill('SIGKILL')));
    for (const listener of listeners) listener.close();
    for (const child of children) child.kill('SIGKILL');
    [running, listeners, children] = [[], [], []];
    folder.remove();
  });

  const environment = (more: Environment = {}): Environment => ({
    ...serverEnvironment(folder.path),
    ...more,
  });
  const started = async (more: Environment = {}): Promise<ServerProcess> => {
    const server = await serve(environment(more));
    running.push(server);
    return server;
  };
  const database = (): string => join(folder.path, 'switchboard.sqlite');
  /** Something that listens, and says nothing that anybody waits for; with null, nothing at all. */
  const listening = async (say: string | null = ''): Promise<string> => {
    const listener = createServer((socket) => {
      socket.on('error', () => undefined);
      if (say !== null) socket.end(say);
    });
    listeners.push(listener);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return String((listener.address() as AddressInfo).port);
  };

  it('finds nothing wrong before the first start, and makes nothing', async () => {
    const dataDir = join(folder.path, 'data');
    const { code, output } = await doctor(environment({ DATA_DIR: dataDir }));
    expect(code, output).to.equal(0);
    expect(output).to.match(/^ok {7}node: is \d/);
    expect(output).to.match(/^ok {7}data folder: .*data is made at the first start$/m);
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('finds what a server is well with, beside it and after it, and changes nothing', async () => {
    const server = await started();
    const { port } = new URL(server.url);
    const beside = await findings(environment({ PORT: port }));
    expect(beside.of.get('port')?.says).to.match(/server on this DATA_DIR, process \d+/);
    const { modes, disk, ...others } = levels(beside.of);
    expect([modes, disk]).to.not.include('failed');
    expect(others).to.deep.equal({
      node: 'ok',
      configuration: 'ok',
      'data folder': 'ok',
      store: 'ok',
      'store version': 'ok',
      keys: 'ok',
      port: 'ok',
    });
    await server.kill('SIGTERM');
    const before = contentsOf(folder.path);
    expect((await findings(environment())).code).to.equal(0);
    expect(contentsOf(folder.path)).to.deep.equal(before);
  });

  it('names another name that the database has, for which serve would refuse it', async () => {
    await (await sqliteStore({ file: database(), logger: silentLogger })).close();
    mkdirSync(join(folder.path, 'copy'));
    linkSync(database(), join(folder.path, 'copy', 'switchboard.sqlite'));
    const { code, of } = await findings(environment());
    expect(code).to.equal(1);
    expect(of.get('database')).to.include({ level: 'failed' });
    expect(of.get('database')?.says).to.match(/is a link, or another name of it is elsewhere/);
    const refused = await runCommand(['serve'], environment());
    expect(refused.errors).to.contain(of.get('database')?.says);
  });

  it('knows a server by its answer where no data folder says whose the port is', async () => {
    const server = await started({ STORE: 'memory' });
    const { port } = new URL(server.url);
    for (const HOST of ['127.0.0.1', '0.0.0.0']) {
      const { code, of } = await findings(environment({ STORE: 'memory', PORT: port, HOST }));
      expect([code, of.get('port')?.level], HOST).to.deep.equal([0, 'ok']);
      expect(of.get('port')?.says).to.match(/has a server of Switchboard, which answers/);
    }
  });

  it('takes nothing else for one that answers on the port', async () => {
    for (const answer of ['HTTP/1.1 200 OK\r\n\r\n{"status":"ok"}\n', 'nothing', null]) {
      const PORT = await listening(answer);
      const { code, of } = await findings(environment({ STORE: 'memory', PORT }));
      expect([code, of.get('port')?.level], String(answer)).to.deep.equal([1, 'failed']);
      expect(of.get('port')?.says).to.match(/another program's/);
    }
  });

  it('looks at DATA_DIR only where something is kept there', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const DATA_DIR = join(file, 'data');
    const elsewhere = await findings(environment({ STORE: 'memory', DATA_DIR }));
    expect(elsewhere.code).to.equal(0);
    expect([...elsewhere.of.keys()]).to.not.include('data folder');
    const { JWT_SECRET: _, ...without } = environment({ STORE: 'memory', DATA_DIR });
    const secretThere = await findings(without);
    expect(secretThere.of.get('data folder')).to.include({ level: 'failed' });
  });

  it('ends as it would where nobody reads on, and without a stack', async () => {
    const child = launch(['doctor'], environment());
    child.stdout?.destroy();
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, errors]).to.deep.equal([0, '']);
  });

  it('fails with every problem of a configuration that cannot be used', async () => {
    const { code, output } = await doctor(environment({ PORT: 'x', STORE: 'tape' }));
    expect(code).to.equal(1);
    expect(output).to.match(/^failed {3}configuration: PORT /m);
    expect(output).to.match(/^failed {3}configuration: STORE /m);
  });

  it('fails with a database of another program, and with what is none', async () => {
    writeFileSync(database(), 'no database');
    expect((await findings(environment())).of.get('store')?.says).to.match(/not a database/);
    writeFileSync(database(), '');
    const foreign = new DatabaseSync(database());
    foreign.exec('CREATE TABLE theirs (n INTEGER)');
    foreign.close();
    const found = await findings(environment());
    expect(found.code).to.equal(1);
    expect(found.of.get('store')).to.include({ level: 'failed' });
    expect(found.of.get('store')?.says).to.match(/another program's database/);
  });

  it('fails with a database that is damaged', async () => {
    const server = await started();
    await server.kill('SIGTERM');
    const bytes = readFileSync(database());
    bytes.fill(0xff, 4_096 * 4, 4_096 * 4 + 512);
    writeFileSync(database(), bytes);
    const { code, of } = await findings(environment());
    expect(code).to.equal(1);
    expect(of.get('store')).to.include({ level: 'failed' });
    expect(of.get('store')?.says).to.match(/is damaged|malformed/);
  });

  it('fails with a database of which somebody has dropped a part', async () => {
    const server = await started();
    await server.kill('SIGTERM');
    const own = new DatabaseSync(database());
    own.exec('DROP TABLE search');
    own.close();
    const { code, of } = await findings(environment());
    expect([code, of.get('store')?.level]).to.deep.equal([1, 'ok']);
    expect(of.get('store version')).to.include({ level: 'failed' });
    expect(of.get('store version')?.says).to.match(/, but it has no table search\b/);
  });

  it('fails with a write-ahead log that is damaged, and leaves it as it is', async () => {
    const server = await started();
    for (let n = 0; n < 4; n += 1) await conversationOf(server.url, token({ sub: someone() }));
    await server.kill('SIGKILL');
    const log = readFileSync(`${database()}-wal`);
    log.fill(0xff, log.length >> 1, (log.length >> 1) + 100);
    writeFileSync(`${database()}-wal`, log);
    const { code, of } = await findings(environment());
    expect(code).to.equal(1);
    expect(of.get('store')).to.include({ level: 'failed' });
    expect(of.get('store')?.says).to.match(/write-ahead log is damaged at byte \d+/);
    expect(readFileSync(`${database()}-wal`).equals(log)).to.equal(true);
  });

  it('warns of what others can read, and says how that is mended', async () => {
    const server = await started();
    await server.kill('SIGTERM');
    chmodSync(database(), 0o644);
    const { code, of } = await findings(environment());
    expect(code).to.equal(0);
    expect(of.get('modes')).to.include({ level: 'warning' });
    expect(of.get('modes')?.advice).to.equal(`chmod 600 ${database()}`);
  });

  it('fails with a folder that is a file, a port that is taken, and keys that cannot be had', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const inFile = await findings(environment({ DATA_DIR: join(file, 'data') }));
    expect(inFile.of.get('data folder')).to.include({ level: 'failed' });
    const port = await listening('nothing');
    const { JWT_SECRET: _, ...without } = environment({
      PORT: port,
      JWKS_URL: `http://127.0.0.1:${port}/keys`,
    });
    const { code, of } = await findings(without);
    expect(code).to.equal(1);
    expect(of.get('port')?.says).to.match(/another program's/);
    expect(of.get('keys')?.says).to.match(/cannot be read/);
  });

  it('fails with a clamd that must scan and does not answer, and warns of one that need not', async () => {
    const CLAMD_HOST = '127.0.0.1';
    const CLAMD_PORT = await listening('HELLO');
    const required = await findings(environment({ CLAMD_HOST, CLAMD_PORT }));
    expect([required.code, required.of.get('clamd')?.level]).to.deep.equal([1, 'failed']);
    const optional = await findings(environment({ CLAMD_HOST, CLAMD_PORT, SCAN: 'optional' }));
    expect([optional.code, optional.of.get('clamd')?.level]).to.deep.equal([0, 'warning']);
    const answering = await listening('PONG\0');
    const well = await findings(environment({ CLAMD_HOST, CLAMD_PORT: answering }));
    expect(well.of.get('clamd')).to.include({ level: 'ok' });
  });

  it('hears no more of what is no clamd than an answer needs', async () => {
    const listener = createServer((socket) => {
      const talk = (): void => {
        while (socket.writable && socket.write('x'.repeat(65_536)));
      };
      socket.on('error', () => undefined).on('drain', talk);
      talk();
    });
    listeners.push(listener);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const CLAMD_PORT = String((listener.address() as AddressInfo).port);
    const { of } = await findings(environment({ CLAMD_HOST: '127.0.0.1', CLAMD_PORT }));
    expect(of.get('clamd')?.says).to.match(/says something else than clamd does/);
  });

  it('fails with a Supabase that does not answer well', async () => {
    const SUPABASE_URL = `http://127.0.0.1:${await listening('HTTP/1.1 401 No\r\n\r\n')}`;
    const { of } = await findings(environment({ SUPABASE_URL, SUPABASE_ANON_KEY: 'key' }));
    expect(of.get('supabase')?.says).to.equal('answers with status 401');
  });

  describe('--rebuild', () => {
    it('makes anew what was spoilt, and a server goes on with it; beside one it is refused', async () => {
      const server = await started();
      const bearer = token({ sub: someone() });
      const conversationId = await conversationOf(server.url, bearer);
      const client = await connectSupportWs(server.url, bearer);
      await client.request('message:send', { conversationId, message: 'Hello' });
      client.close();
      const history = await wholeHistory(server.url, bearer, conversationId);
      const refused = await doctor(environment(), '--rebuild');
      expect(refused.code).to.equal(1);
      expect(refused.errors).to.match(/is another server's: process \d+ .*Stop that one/);
      await server.kill('SIGTERM');
      const db = new DatabaseSync(database());
      db.exec('DELETE FROM conversations; UPDATE log SET place = 7; DELETE FROM list_counts');
      db.close();
      const { code, output, errors } = await doctor(environment(), '--rebuild');
      expect(code, errors).to.equal(0);
      expect(output).to.match(
        /^Rebuilt the store sqlite in .*: states differed 1 times, .*history differed/,
      );
      const again = await doctor(environment(), '--rebuild', '--json');
      const { differences } = JSON.parse(again.output) as { readonly differences: object };
      expect(new Set(Object.values(differences))).to.deep.equal(new Set([0]));
      const next = await started();
      expect(await conversationOf(next.url, bearer)).to.equal(conversationId);
      expect(await wholeHistory(next.url, bearer, conversationId)).to.deep.equal(history);
    });

    it('ends at SIGINT, and has changed nothing', async () => {
      const store = await sqliteStore({ file: database(), logger: silentLogger });
      // More than are made anew in one turn.
      await answer(store.log.append(Array.from({ length: 500 }, () => opening())));
      await store.close();
      // Whoever has it to himself holds the rebuild up before it begins.
      const holder = new DatabaseSync(database());
      holder.exec("UPDATE conversations SET owner = 'spoilt'; PRAGMA locking_mode = EXCLUSIVE");
      holder.prepare('SELECT count(*) FROM conversations').get();
      const child = launch(['doctor', '--rebuild'], environment());
      children.push(child);
      const ended = once(child, 'close') as Promise<[number | null]>;
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await until(() => existsSync(join(folder.path, 'running-server')));
      child.kill('SIGINT');
      holder.close();
      const [code] = await within(ended, () => `the rebuild to end: ${said}`);
      expect([code, said]).to.deep.equal([130, 'Stopped; run it again.\n']);
      const db = new DatabaseSync(database());
      const owners = db.prepare('SELECT DISTINCT owner FROM conversations').all();
      db.close();
      expect(owners.map(({ owner }) => owner)).to.deep.equal(['spoilt']);
    });

    it('is refused where there is nothing', async () => {
      mkdirSync(join(folder.path, 'empty'));
      const nothing = await doctor(
        environment({ DATA_DIR: join(folder.path, 'empty') }),
        '--rebuild',
      );
      expect(nothing.errors).to.match(/^There is no .*switchboard\.sqlite/);
      const memory = await doctor(environment({ STORE: 'memory' }), '--rebuild');
      expect([memory.code, memory.errors]).to.deep.equal([
        1,
        'STORE is memory, which ends with the process: there is nothing to rebuild.\n',
      ]);
    });
  });

  describe('with MongoDB', () => {
    const fresh = needsStore('mongodb');
    let place: StorePlace;
    beforeEach(() => {
      place = fresh();
    });
    afterEach(() => place.remove());

    it('finds its set, its clock and its version, before the first start and after it', async () => {
      const at = { ...environment(), ...place.environment };
      const before = await findings(at);
      expect(before.of.get('store version')?.says).to.match(/is made at the first start/);
      const server = await serve(at);
      await server.kill('SIGTERM');
      const { code, of } = await findings(at);
      expect(code).to.equal(0);
      for (const name of ['store', 'clock', 'store version', 'indexes']) {
        expect(of.get(name)?.level, name).to.equal('ok');
      }
      const rebuilt = await doctor(at, '--rebuild');
      expect(rebuilt.output, rebuilt.errors).to.equal(
        'Rebuilt the store mongodb: nothing differed from the log.\n',
      );
    });

    it('fails with one that does not answer, and tells no password', async () => {
      const port = await listening();
      const MONGODB_URI = `mongodb://user:hidden@127.0.0.1:${port}/x`;
      const { code, output } = await doctor(environment({ STORE: 'mongodb', MONGODB_URI }));
      expect(code).to.equal(1);
      expect(output).to.match(/^failed {3}store: MongoDB at 127\.0\.0\.1/m);
      expect(output).to.not.contain('hidden');
    });
  });
});
