import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Member } from '../services/mongodb/member.js';
import { needsReplicaSets } from '../services/mongodb/needs-mongodb.js';
import type { ReplicaSet } from '../services/mongodb/replica-set.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import { launch, serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  type SupportClient,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { Ack, WireMessage } from './support/wire.js';

const UNAVAILABLE = {
  error: 'Service unavailable, please try again',
  code: 'unavailable',
};
/** Milliseconds, far past those after which the store gives up. */
const PATIENCE = 60_000;

describe('a MongoDB that fails a server', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let member: Member;
  let folder: TemporaryFolder;

  const environment = () => ({
    ...serverEnvironment(folder.path),
    STORE: 'mongodb',
    MONGODB_URI: set.uri,
  });

  beforeEach(async () => {
    folder = temporaryFolder();
    set = await start(1);
    member = await set.primary();
  });
  afterEach(async () => {
    await set.stop();
    folder.remove();
  });

  describe('while clients send', () => {
    let server: ServerProcess;

    beforeEach(async () => {
      server = await serve(environment());
    });
    afterEach(() => server.kill('SIGKILL'));

    for (const [what, fail, mend] of [
      ['gone', (it: Member) => it.kill(), (it: Member) => it.restart()],
      ['frozen', (it: Member) => it.freeze(), (it: Member) => it.thaw()],
    ] as const) {
      it(`by being ${what}: each is told, and a retry under the same name is stored once`, async function () {
        this.timeout(2 * PATIENCE);
        const bearer = token({ sub: someone() });
        const id = await conversationOf(server.url, bearer);
        const clients: readonly SupportClient[] = [
          await connectSupportSocketio(server.url, { token: bearer }),
          await connectSupportWs(server.url, bearer),
        ];
        const names = clients.map(() => randomUUID());
        const sendAll = (): Promise<readonly Ack[]> =>
          Promise.all(
            clients.map((client, index) => {
              const clientMessageId = names[index];
              const send = { conversationId: id, message: `from ${index}`, clientMessageId };
              return client.request('message:send', send, PATIENCE);
            }),
          );

        await fail(member);
        for (const ack of await sendAll()) {
          expect(ack).to.deep.equal({ success: false, ...UNAVAILABLE });
        }
        for (const client of clients) {
          expect(await client.next('message:error')).to.deep.equal(UNAVAILABLE);
        }
        expect(server.child.exitCode, 'the server is up').to.equal(null);

        await mend(member);
        const acks = await sendAll();
        for (const ack of acks) expect(ack.success, JSON.stringify(ack)).to.equal(true);
        const sent = acks.map(({ data }) => (data as WireMessage).id);
        const stored = await wholeHistory(server.url, bearer, id);
        expect(stored.map((one) => one.id)).to.have.members(sent);
        for (const client of clients) client.close();
      });
    }
  });

  it('by not being there when it starts: it says so, and serves when it comes', async function () {
    this.timeout(2 * PATIENCE);
    await member.kill();
    const child = launch(['serve'], { ...environment(), LOG_LEVEL: 'warn' });
    let logged = '';
    let errors = '';
    child.stdout?.on('data', (chunk: Buffer) => (logged += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    try {
      await until(() => logged.includes('MongoDB cannot be opened yet, and is tried again'));
      expect(logged).to.contain(`"hosts":"${member.address}"`);
      expect(errors).not.to.contain('listens on');
      await member.restart();
      await until(() => errors.includes('listens on'));
      const [, url = ''] = /listens on (\S+)/.exec(errors) ?? [];
      await conversationOf(url, token({ sub: someone() }));
      // Each pause is twice as long as the one before, up to four seconds.
      const pauses = [...logged.matchAll(/"pause":(\d{3,4})\b/g)].map(([, pause]) => Number(pause));
      const growing = pauses.filter((pause) => pause < 4_000);
      expect(growing, 'each try is told of once').to.deep.equal([...new Set(growing)]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
