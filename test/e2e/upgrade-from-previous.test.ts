import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { PROJECT } from '../architecture/support/tree.js';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import { runningServers } from './support/running-servers.js';
import { runCommand, serverEnvironment } from './support/server-process.js';
import { connectSupportWs } from './support/support-clients.js';
import { token } from './support/tokens.js';

/** Written by a server of the schema before the newest, which acknowledged two messages. A new schema takes a new one. */
const PREVIOUS = join(PROJECT, 'test/e2e/schema-15.sqlite.gz');
const CONVERSATION = '01a224cf-37e9-7f60-8437-60fbd985dd42';
const ACKNOWLEDGED = ['Written by the version before', 'and acknowledged by it'];

describe('a database of the schema before the newest', function () {
  this.timeout(60_000);
  const servers = runningServers();

  it('is served by this one, with all that was acknowledged, and goes on', async () => {
    writeFileSync(join(servers.path, DATABASE_FILE), gunzipSync(readFileSync(PREVIOUS)), {
      mode: 0o600,
    });
    const environment = serverEnvironment(servers.path);
    const doctor = await runCommand(['doctor'], environment);
    expect(doctor.output).to.match(/^ok {7}store version: 15; the next start brings it to 16$/m);
    const server = await servers.start(environment);
    const bearer = token({ sub: 'previous-owner' });
    expect(await conversationOf(server.url, bearer)).to.equal(CONVERSATION);
    const client = await connectSupportWs(server.url, bearer);
    const sent = { conversationId: CONVERSATION, message: 'and by this one' };
    expect((await client.request('message:send', sent)).success).to.equal(true);
    client.close();
    const history = await wholeHistory(server.url, bearer, CONVERSATION);
    expect(history.map(({ message }) => message)).to.deep.equal([
      ...ACKNOWLEDGED,
      'and by this one',
    ]);
    await server.kill('SIGTERM');
    const rebuilt = await runCommand(['doctor', '--rebuild'], environment);
    expect(rebuilt.output, rebuilt.errors).to.match(/: nothing differed from the log\.\n$/);
  });
});
