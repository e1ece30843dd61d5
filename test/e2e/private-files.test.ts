import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { conversationOf } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import { someone, token } from './support/tokens.js';

/** Of the whole tree, by their paths. */
const modesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => [
      path,
      (statSync(join(folder, path)).mode & 0o777).toString(8),
    ]),
  );

describe('what a server on SQLite keeps', () => {
  let folder: TemporaryFolder;
  let dataDir: string;
  let server: ServerProcess | null = null;

  beforeEach(() => {
    folder = temporaryFolder();
    dataDir = join(folder.path, 'data');
  });
  afterEach(async () => {
    await server?.kill('SIGKILL');
    folder.remove();
  });

  /** @returns what its log says of modes, once it has stored something */
  const started = async (umask: number): Promise<readonly (readonly [string, string])[]> => {
    const before = process.umask(umask);
    const starting = serve({ ...serverEnvironment(dataDir), LOG_LEVEL: 'warn' });
    process.umask(before);
    server = await starting;
    await conversationOf(server.url, token({ sub: someone() }));
    const { child, kill, output } = server;
    const modes = modesIn(dataDir);
    const ended = once(child.stdout ?? child, 'end');
    await kill('SIGTERM');
    await ended;
    expect(modes).to.include.all.keys('switchboard.sqlite', 'switchboard.sqlite-wal', 'uploads');
    for (const [path, mode] of Object.entries(modes)) {
      expect(mode, path).to.be.oneOf(['600', '700']);
    }
    return output()
      .split('\n')
      .filter((line) => line.includes('"mode"'))
      .map((line) => JSON.parse(line) as { path: string; mode: string })
      .map(({ path, mode }) => [path, mode] as const);
  };

  it('is for its owner alone, whatever the umask', async () => {
    expect(await started(0)).to.deep.equal([]);
    expect((statSync(dataDir).mode & 0o777).toString(8)).to.equal('700');
    folder.remove();
    mkdirSync(folder.path);
    expect(await started(0o777)).to.deep.equal([]);
  });

  it('is made so where it was there before, but for the folder, which is warned of', async () => {
    await started(0o022);
    chmodSync(dataDir, 0o755);
    chmodSync(join(dataDir, 'uploads'), 0o755);
    chmodSync(join(dataDir, 'switchboard.sqlite'), 0o644);
    expect(await started(0o022)).to.have.deep.members([
      [dataDir, '0755'],
      [join(dataDir, 'switchboard.sqlite'), '0644'],
      [join(dataDir, 'switchboard.sqlite-wal'), '0644'],
      [join(dataDir, 'switchboard.sqlite-shm'), '0644'],
      [join(dataDir, 'uploads'), '0755'],
    ]);
    expect((statSync(dataDir).mode & 0o777).toString(8)).to.equal('755');
  });
});
