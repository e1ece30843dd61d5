import { execFileSync } from 'node:child_process';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { DATABASE_FILE } from '../../../src/bootstrap/stores.js';
import type { Member } from '../../services/mongodb/member.js';
import { needsReplicaSets } from '../../services/mongodb/needs-mongodb.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { until } from '../../support/until.js';
import { conversationOf } from '../support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from '../support/server-process.js';
import { connectSupportWs } from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';

describe('whether a server is ready', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let server: ServerProcess;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await server.kill('SIGKILL');
    folder.remove();
  });

  const ask = async (): Promise<readonly [status: number, body: string]> => {
    const response = await fetch(`${server.url}/readyz`);
    return [response.status, await response.text()];
  };
  /** Looks until it is so, and gives the words. */
  const once = async (status: number): Promise<string> => {
    let said = '';
    await until(async () => {
      const [found, body] = await ask();
      said = body;
      return found === status;
    });
    return said;
  };
  const READY = '{"status":"ready","checks":{"store":"ok","bus":"ok"}}\n';
  const failing = (store: string): string =>
    `{"status":"unavailable","checks":{"store":"${store}","bus":"ok"}}\n`;

  describe('on SQLite', () => {
    const file = (): string => join(folder.path, DATABASE_FILE);

    beforeEach(async () => {
      server = await serve(serverEnvironment(folder.path));
      expect(await ask()).to.deep.equal([200, READY]);
    });

    it('depends on whether another process has the file locked', async () => {
      const other = new DatabaseSync(file());
      other.exec('BEGIN IMMEDIATE');
      expect(await once(503)).to.equal(failing('no answer'));
      other.exec('ROLLBACK');
      other.close();
      expect(await once(200)).to.equal(READY);
    });

    it('depends on whether its file is where it was', async () => {
      renameSync(file(), `${file()}.away`);
      expect(await once(503)).to.equal(failing('failed'));
      renameSync(`${file()}.away`, file());
      expect(await once(200)).to.equal(READY);
      copyFileSync(file(), `${file()}.copy`);
      renameSync(file(), `${file()}.away`);
      renameSync(`${file()}.copy`, file());
      expect(await once(503), 'another is there').to.equal(failing('failed'));
      renameSync(`${file()}.away`, file());
      expect(await once(200)).to.equal(READY);
    });

    it('depends on whether there is room on the disk, once something was not stored', async () => {
      const limit = (bytes: string): void => {
        execFileSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${bytes}:`]);
      };
      const bearer = token({ sub: someone() });
      const conversationId = await conversationOf(server.url, bearer);
      const client = await connectSupportWs(server.url, bearer);
      const send = { conversationId, message: 'no room for it' };
      limit('1024');
      expect((await client.request('message:send', send)).success).to.equal(false);
      expect(await once(503)).to.equal(failing('failed'));
      limit('unlimited');
      expect(await once(200)).to.equal(READY);
      expect((await client.request('message:send', send)).success).to.equal(true);
      client.close();
    });
  });

  describe('on MongoDB', () => {
    const start = needsReplicaSets();

    for (const [what, fail, mend] of [
      ['there', (it: Member) => it.kill(), (it: Member) => it.restart()],
      ['answering', (it: Member) => it.freeze(), (it: Member) => it.thaw()],
    ] as const) {
      it(`depends on whether it is ${what}`, async function () {
        this.timeout(120_000);
        const set = await start(1);
        try {
          server = await serve({
            ...serverEnvironment(folder.path),
            STORE: 'mongodb',
            MONGODB_URI: set.uri,
          });
          expect(await ask()).to.deep.equal([200, READY]);
          const member = await set.primary();
          await fail(member);
          expect(await once(503)).to.match(/"store":"(failed|no answer)","bus":"ok"/);
          await mend(member);
          expect(await once(200)).to.equal(READY);
        } finally {
          await set.stop();
        }
      });
    }
  });
});
