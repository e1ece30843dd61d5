import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { openAsGuest } from './support/guests.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, rest } from './support/rest-client.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { WireList } from './support/wire.js';

const LIST = '/api/admin/support/conversations';

describe('GET /api/admin/support/conversations', () => {
  let server: App;
  const admin = token({ sub: someone(), role: 'admin' });

  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.stop());

  const list = (query = '', bearer: string | null = admin) =>
    rest<WireList>(server.url, `${LIST}${query}`, bearer);

  const idsOf = async (query = '', bearer: string | null = admin): Promise<readonly string[]> =>
    (await list(query, bearer)).body.data.conversations.map(({ id }) => id);

  const openMany = async (count: number, type = 'general') => {
    const opened: { readonly bearer: string; readonly id: string }[] = [];
    for (let n = 0; n < count; n += 1) {
      const bearer = token({ sub: someone() });
      opened.push({ bearer, id: await conversationOf(server.url, bearer, type) });
    }
    return opened;
  };

  const write = async ({ bearer, id }: { readonly bearer: string; readonly id: string }) => {
    const client = await connectSupportWs(server.url, bearer);
    const sent = await client.request('message:send', { conversationId: id, message: 'hello' });
    expect(sent.success).to.equal(true);
    client.close();
  };

  it('lists what there is, latest activity first, in pages', async () => {
    const opened = await openMany(5);
    const [first] = opened;
    if (first === undefined) throw new Error('there are five');
    await write(first);
    const { status, body } = await list('?page=1&limit=2');
    expect(status).to.equal(200);
    expect(body.success).to.equal(true);
    const { conversations, pagination } = body.data;
    expect(conversations.map(({ id }) => id)).to.deep.equal([first.id, opened[4]?.id]);
    expect(pagination).to.deep.include({ total: 5, page: 1, limit: 2, totalPages: 3 });
    expect(pagination.next).to.be.a('string');
    expect(Object.keys(conversations[0] ?? {})).to.have.members([
      ...['id', 'userId', 'guestId', 'adminId', 'type', 'subject', 'status', 'priority'],
      ...['lastMessageAt', 'createdAt', 'updatedAt'],
    ]);
    const last = await list('?page=3&limit=2');
    expect(last.body.data.conversations).to.have.length(1);
    expect(last.body.data.pagination.next).to.equal(null);
    expect((await list('?page=4&limit=2')).body.data.conversations).to.deep.equal([]);
  });

  it('is walked by cursors exactly while messages arrive', async () => {
    const opened = await openMany(9);
    const seen: string[] = [];
    let query = '?limit=2&status=open';
    for (;;) {
      const { conversations, pagination } = (await list(query)).body.data;
      seen.push(...conversations.map(({ id }) => id));
      const moved = opened.find(({ id }) => seen.includes(id));
      if (moved !== undefined) await write(moved);
      if (pagination.next === null) break;
      query = `?limit=2&status=open&cursor=${pagination.next}`;
    }
    expect(seen).to.have.length(9);
    expect(new Set(seen)).to.deep.equal(new Set(opened.map(({ id }) => id)));
  });

  it('tells open from closed, and types apart', async () => {
    const [general, ended] = await openMany(2);
    const [call] = await openMany(1, 'call_request');
    const closed = await rest(server.url, `${LIST}/${ended?.id ?? ''}/close`, admin, {
      method: 'POST',
    });
    expect(closed.status).to.equal(200);
    expect(await idsOf('?status=open')).to.have.members([general?.id, call?.id]);
    expect(await idsOf('?status=closed')).to.deep.equal([ended?.id]);
    expect(await idsOf('?type=call_request')).to.deep.equal([call?.id]);
    expect(await idsOf('?status=closed&type=call_request')).to.deep.equal([]);
    expect(await idsOf('?status=open&type=general')).to.deep.equal([general?.id]);
  });

  it('is for staff alone', async () => {
    const agent = token({ sub: someone(), role: 'agent' });
    expect((await list('', agent)).status).to.equal(200);
    const refused = await list('', token({ sub: someone() }));
    expect(refused.status).to.equal(403);
    expect(refused.body).to.deep.equal({ success: false, message: 'Access denied', errors: [] });
    expect((await list('', null)).status).to.equal(401);
    const { guestId } = await openAsGuest(server.url);
    expect((await list(`?guestId=${guestId}`, null)).status).to.equal(401);
  });

  it('shows no conversation that somebody may still adopt, and no guest’s secret', async () => {
    const { conversationId, guestId } = await openAsGuest(server.url);
    expect(await idsOf()).to.deep.equal([]);
    expect((await list()).body.data.pagination.total).to.equal(0);
    const headers = { 'x-guest-id': guestId, 'content-type': 'application/json' };
    const own = await rest<{ readonly conversation: { readonly id: string } }>(
      server.url,
      '/api/support/conversation/guest',
      null,
      { method: 'POST', headers, body: '{"type":"onboarding"}' },
    );
    const { body } = await list();
    expect(body.data.conversations.map(({ id }) => id)).to.deep.equal([
      own.body.data.conversation.id,
    ]);
    expect(JSON.stringify(body)).to.not.include(guestId.slice(-22)).and.not.include(conversationId);
  });

  for (const [query, field] of [
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=1&page=2', 'page'],
    ['limit=0', 'limit'],
    ['limit=x', 'limit'],
    ['status=pending', 'status'],
    ['status=OPEN', 'status'],
    ['status=open&status=closed', 'status'],
    ['status[$ne]=open&status=', 'status'],
    ['type=anything', 'type'],
    ['type=__proto__', 'type'],
    ['cursor=x', 'cursor'],
    ['cursor=1', 'cursor'],
    ['cursor=-1.5', 'cursor'],
    ['cursor=1.1.1', 'cursor'],
    ['cursor=9999999999999999999999.1', 'cursor'],
  ] as const) {
    it(`refuses ${query}`, async () => {
      const { status, body } = await list(`?${query}`);
      expect(status).to.equal(400);
      expect(body.errors.map((issue) => issue.field)).to.deep.equal([field]);
    });
  }

  it('takes a limit over 100 as 100', async () => {
    expect((await list('?limit=100000')).body.data.pagination.limit).to.equal(100);
  });
});
