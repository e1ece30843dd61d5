import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { TYPE } from '../../support/forms.js';
import { head, openTcp } from '../../support/raw-tcp.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';
import { until } from '../../support/until.js';
import { john } from '../documents/livechat-people.js';
import { startServer } from '../support/in-process-server.js';
import { conversationOf, wholeHistory } from '../support/rest-client.js';
import { formOf, MIB, png, text, upload } from './sending-files.js';

describe('what is left on the disk of a form that comes to nothing', () => {
  let folder: TemporaryFolder;
  let server: App;
  beforeEach(async () => {
    folder = temporaryFolder();
    server = await startServer({ STORE: 'sqlite', DATA_DIR: folder.path });
  });
  afterEach(async () => {
    await server.stop();
    folder.remove();
  });

  /** Whatever is in the folder of files, but for the folders themselves; some of it may go meanwhile. */
  const stored = (): readonly string[] => {
    const root = join(folder.path, 'uploads');
    if (!existsSync(root)) return [];
    return readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  };

  it('is nothing where the client goes away in the middle', async () => {
    const user = john();
    const id = await conversationOf(server.url, user.bearer);
    const empty = stored();
    const body = formOf({
      files: [png(), { name: 'a.txt', content: Buffer.alloc(8 * MIB, 'x') }],
    });
    const client = await openTcp(server.url);
    client.socket.write(
      head(
        `POST /api/support/conversation/${id}/attachments`,
        `Authorization: Bearer ${user.bearer}`,
        `Content-Type: ${TYPE}`,
        `Content-Length: ${body.length}`,
      ),
    );
    client.socket.write(body.subarray(0, body.length / 2));
    // The first is whole by then, and the second has begun.
    await until(() => stored().length >= empty.length + 2);
    client.socket.destroy();
    await until(() => stored().length === empty.length);
    expect(await wholeHistory(server.url, user.bearer, id)).to.deep.equal([]);
  });

  it('is nothing where a file, or a field behind the files, is refused, and where it was sent before', async () => {
    const user = john();
    const id = await conversationOf(server.url, user.bearer);
    const path = `/api/support/conversation/${id}/attachments`;
    const files = [png(), text('a.txt')];
    const empty = stored();
    for (const [wish, status] of [
      [{ files: [...files, text('b.txt', '')] }, 400],
      [{ files, then: { ifLastSeq: 'x' } }, 400],
      [{ files, then: { message: 'x'.repeat(5_001) } }, 400],
      [{ files: [...files, { name: 'a.exe', content: 'MZ\0\0\0\0\0\0' }] }, 415],
      [{ files: Array.from({ length: 6 }, () => png()) }, 400],
    ] as const) {
      const reply = await upload(server.url, path, { ...user, ...wish });
      expect(reply.status, JSON.stringify(reply.body)).to.equal(status);
      expect(stored(), JSON.stringify(reply.body)).to.deep.equal(empty);
    }
    const then = { clientMessageId: 'one' };
    expect((await upload(server.url, path, { ...user, files, then })).status).to.equal(201);
    const once = stored();
    expect(once).to.have.length.greaterThan(empty.length);
    expect((await upload(server.url, path, { ...user, files, then })).status).to.equal(201);
    expect((await upload(server.url, path, { ...user, files: [png()], then })).status).to.equal(
      409,
    );
    expect(stored()).to.have.members(once);
  });
});
