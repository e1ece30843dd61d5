import { join } from 'node:path';
import { expect } from 'chai';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { channel } from '../../src/adapters/inbound/dialects/support/channel.js';
import { writeFirstSchema } from '../adapters/outbound/stores/sqlite/first-schema.js';
import { customer } from '../support/actors.js';
import { message, opening } from '../support/appends.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { conversationOf, rest, wholeHistory } from './support/rest-client.js';
import { runCommand, serve, serverEnvironment } from './support/server-process.js';
import { connectSupportSocketio } from './support/support-clients.js';
import { someone, token, tokenOf } from './support/tokens.js';
import type { WireList } from './support/wire.js';

describe('a database that the first version wrote', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('is served by this one, with all that was in it, and goes on', async function () {
    this.timeout(60_000);
    const owner = customer(someone('owner'));
    const first = opening({ owner, channel, text: 'Written long ago' });
    const second = message(first.conversation, { by: owner, text: 'and soon after' });
    const { conversation } = second;
    const events = [...first.events, ...second.events];
    writeFirstSchema(join(folder.path, DATABASE_FILE), [{ expectedSeq: 0, events, conversation }]);
    const environment = serverEnvironment(folder.path);
    const doctor = await runCommand(['doctor'], environment);
    expect(doctor.output).to.match(/^ok {7}store version: 1; the next start brings it to \d+$/m);
    const server = await serve(environment);
    try {
      const bearer = tokenOf(owner);
      expect(await conversationOf(server.url, bearer)).to.equal(conversation.id);
      const client = await connectSupportSocketio(server.url, { token: bearer });
      const sent = { conversationId: conversation.id, message: 'Written today' };
      expect((await client.request('message:send', sent)).success).to.equal(true);
      client.close();
      const history = await wholeHistory(server.url, bearer, conversation.id);
      expect(history.map((one) => one.message)).to.deep.equal([
        'Written long ago',
        'and soon after',
        'Written today',
      ]);
      const admin = token({ sub: someone('admin'), role: 'admin' });
      const { body } = await rest<WireList>(server.url, '/api/admin/support/conversations', admin);
      expect(body.data.conversations.map(({ id }) => id)).to.deep.equal([conversation.id]);
    } finally {
      await server.kill('SIGTERM');
    }
    const rebuilt = await runCommand(['doctor', '--rebuild'], environment);
    expect(rebuilt.output, rebuilt.errors).to.match(/: nothing differed from the log\.\n$/);
  });
});
