import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, rest } from './support/rest-client.js';
import { connectSupportSocketio } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { WireConversation } from './support/wire.js';

describe('closing by REST', () => {
  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  const close = (id: string, bearer: string | null, body?: string) =>
    rest<WireConversation & { readonly status: string }>(
      server.url,
      `/api/admin/support/conversations/${id}/close`,
      bearer,
      {
        method: 'POST',
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      },
    );

  it('is for staff, once and again, and ends what can be sent', async () => {
    const owner = token({ sub: someone() });
    const id = await conversationOf(server.url, owner);
    expect((await close(id, owner)).status).to.equal(403);
    expect((await close(id, token({ sub: someone() }))).status).to.equal(404);
    expect((await close(id, null)).status).to.equal(401);
    const staff = token({ sub: someone(), role: 'agent' });
    expect((await close(id, staff, '{"note":7}')).status).to.equal(400);
    expect((await close('no-id', staff)).status).to.equal(400);
    for (const body of ['{"note":"Solved"}', undefined]) {
      const { status, body: answer } = await close(id, staff, body);
      expect(status).to.equal(200);
      expect(answer.data).to.include({ id, status: 'closed' });
    }
    const client = await connectSupportSocketio(server.url, { token: owner });
    const refused = await client.request('message:send', { conversationId: id, message: 'more' });
    expect(refused.code).to.equal('closed');
    client.close();
  });
});
