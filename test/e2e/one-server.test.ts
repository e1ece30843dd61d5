import { linkSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dataDirClaims } from '../../src/bootstrap/data-dir-claim.js';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { rest } from './support/rest-client.js';
import { runningServers } from './support/running-servers.js';
import {
  type Finished,
  runCommand,
  serverEnvironment,
  type ServerProcess,
} from './support/server-process.js';

describe('one server for a DATA_DIR of SQLite', () => {
  const servers = runningServers();

  const environment = () => serverEnvironment(servers.path);

  const started = (): Promise<ServerProcess> => servers.start(environment());

  const expectRefused = ({ code, errors }: Finished, first: ServerProcess): void => {
    expect(code).to.equal(1);
    expect(errors).to.match(/^The store sqlite: [^\n]+\n$/, 'one line');
    expect(errors)
      .to.contain(`${servers.path} is another server's`)
      .and.contain(`process ${first.child.pid ?? 0} on ${hostname()}`)
      .and.contain(`at ${first.url}`)
      .and.match(/since \d{4}-\d\d-\d\dT[\d:.]+Z\. Stop that one, or .* DATA_DIR/);
  };

  it('is named to the second, who is refused and leaves it be', async () => {
    const first = await started();
    expectRefused(await runCommand(['serve'], environment()), first);
    expect((await rest(first.url, '/api/support/conversation', 'no token')).status).to.equal(401);
    const note = join(servers.path, 'running-server');
    expect(statSync(note).mode & 0o777).to.equal(0o600);
    expect(JSON.parse(readFileSync(note, 'utf8'))).to.include({ pid: first.child.pid });
  });

  it('is no obstacle when it has stopped, or was killed', async () => {
    const first = await started();
    expect(await first.kill('SIGTERM')).to.equal(0);
    expect(readdirSync(servers.path)).not.to.include('running-server');
    const second = await started();
    await second.kill('SIGKILL');
    const third = await started();
    expectRefused(await runCommand(['serve'], environment()), third);
    await third.kill('SIGTERM');
    const told = /.*the server before was killed.*/.exec(third.output())?.[0] ?? '';
    // Its own process is named once: of two members of one name readers take the last.
    expect(told.match(/"pid":\d+/g)).to.deep.equal([
      `"pid":${third.child.pid ?? 0}`,
      `"pid":${second.child.pid ?? 0}`,
    ]);
    const { pid, killed } = JSON.parse(told) as { pid: number; killed: { pid: number } };
    expect([pid, killed.pid]).to.deep.equal([third.child.pid, second.child.pid]);
  });

  it('is still there while it is held up', async () => {
    const first = await started();
    first.child.kill('SIGSTOP');
    expectRefused(await runCommand(['serve'], environment()), first);
    first.child.kill('SIGCONT');
    expect((await rest(first.url, '/api/support/conversation', 'no token')).status).to.equal(401);
  });

  it('is exactly one of those that start at once', async () => {
    const starting = await Promise.allSettled(Array.from({ length: 4 }, () => started()));
    const [winner, ...others] = starting.filter((one) => one.status === 'fulfilled');
    expect(others).to.deep.equal([]);
    for (const one of starting) {
      if (one.status === 'rejected') {
        expect(String(one.reason)).to.contain(`process ${winner?.value.child.pid ?? 0} on`);
      }
    }
  });

  it('is nobody’s while a rebuild has it, who is to be waited for', async () => {
    const claim = dataDirClaims.sqlite(servers.path, 'rebuilding');
    const { code, errors } = await runCommand(['serve'], environment());
    await claim.close();
    expect(code).to.equal(1);
    expect(errors)
      .to.contain(`${servers.path} is being set right by doctor --rebuild: process ${process.pid}`)
      .and.match(/Wait until it has ended\.\n$/);
  });

  for (const [what, link] of [
    ['symbolic link', symlinkSync],
    ['hard link', linkSync],
  ] as const) {
    it(`has no database that is reached by a ${what} from another folder`, async () => {
      const first = await started();
      const elsewhere = join(servers.path, 'elsewhere');
      mkdirSync(elsewhere);
      link(join(servers.path, DATABASE_FILE), join(elsewhere, DATABASE_FILE));
      const { code, errors } = await runCommand(['serve'], serverEnvironment(elsewhere));
      expect(code).to.equal(1);
      expect(errors).to.match(/^The store sqlite: [^\n]+ is a link, or [^\n]+\n$/);
      expect(errors).to.contain(join(elsewhere, DATABASE_FILE));
      expect(readdirSync(elsewhere)).to.deep.equal([DATABASE_FILE]);
      expect(await first.kill('SIGTERM')).to.equal(0);
    });
  }

  it('is beside commands, which need no folder of their own', async () => {
    const server = await started();
    const backup = join(servers.path, 'backup.ndjson');
    const token = ['token', '--role', 'admin', '--sub', 'root'];
    for (const args of [['export', backup], ['import', backup], token]) {
      const { code, errors } = await runCommand(args, environment());
      expect(code, `${args.join(' ')}: ${errors}`).to.equal(0);
    }
    expect(await server.kill('SIGTERM')).to.equal(0);
  });

  it('says in a line that it cannot write there', async () => {
    const { code, errors } = await runCommand(['serve'], serverEnvironment('/sys'));
    expect(code).to.equal(1);
    expect(errors).to.match(
      /^The store sqlite: \/sys\/server\.lock cannot be opened \(see DATA_DIR\): E\w+: permission denied.*\n$/,
    );
  });
});
