import { join } from 'node:path';
import { expect } from 'chai';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import { runningServers } from './support/running-servers.js';
import { runCommand, serverEnvironment } from './support/server-process.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import { png, upload } from './uploads/sending-files.js';

interface Attached {
  readonly attachments?: readonly { readonly path: string }[];
}

describe('switchboard export and import of messages with files', function () {
  this.timeout(60_000);
  const servers = runningServers();

  const at = (name: string): string => join(servers.path, name);

  it('say how many have some, which are not in it, and lead nowhere from then on, and before that in their help', async () => {
    const from = serverEnvironment(at('from'));
    const first = await servers.start(from);
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(first.url, bearer);
    const route = `/api/support/conversation/${conversationId}/attachments`;
    for (const files of [[png()], [png(), png()]]) {
      const { status } = await upload(first.url, route, { bearer, files });
      expect(status).to.equal(201);
    }
    const client = await connectSupportWs(first.url, bearer);
    await client.request('message:send', { conversationId, message: 'without any' });
    client.close();
    const told = /\(3 messages, of which 2 have files, which are not in it: see docs\/moving\.md\)/;
    const exported = await runCommand(['export', at('moving.ndjson')], from);
    expect(exported.errors).to.match(told);
    const to = serverEnvironment(at('to'));
    const imported = await runCommand(['import', at('moving.ndjson')], to);
    expect(imported.code, imported.errors).to.equal(0);
    expect(imported.errors).to.match(told);
    await first.kill('SIGTERM');
    const second = await servers.start(to);
    const history = await wholeHistory(second.url, bearer, conversationId);
    const paths = (history as readonly Attached[]).flatMap(({ attachments: some = [] }) => some);
    expect(paths).to.have.length(3);
    for (const { path } of paths) expect((await fetch(second.url + path)).status).to.equal(404);
    for (const command of ['export', 'import']) {
      const { output } = await runCommand([command, '--help'], {});
      expect(output.replaceAll(/\s+/g, ' '), command).to.contain('files that people sent');
    }
  });
});
