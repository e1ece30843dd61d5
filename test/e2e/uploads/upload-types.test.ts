import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { john } from '../documents/livechat-people.js';
import { startServer } from '../support/in-process-server.js';
import { conversationOf } from '../support/rest-client.js';
import { png, text, upload } from './sending-files.js';

describe('files of a server with UPLOAD_TYPES', () => {
  let server: App;
  before(async () => {
    server = await startServer({ STORE: 'memory', UPLOAD_TYPES: 'application/pdf,image/*' });
  });
  after(() => server.stop());

  it('are let in where they are of these, and no others', async () => {
    const user = john();
    const id = await conversationOf(server.url, user.bearer);
    const path = `/api/support/conversation/${id}/attachments`;
    for (const [file, status] of [
      [png(), 201],
      [text('a.png'), 415],
    ] as const) {
      const reply = await upload(server.url, path, { ...user, files: [file] });
      expect(reply.status, JSON.stringify(reply.body)).to.equal(status);
    }
  });
});
