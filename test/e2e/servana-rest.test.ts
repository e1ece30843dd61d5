import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { rest, type RestReply } from './support/rest-client.js';
import {
  connectServanaSocketio,
  type ServanaChatGroup,
  type ServanaMessage,
  type ServanaSocketioClient,
} from './support/servana-clients.js';
import { someone, token } from './support/tokens.js';

const GROUPS = '/api/servana/chat-groups';

interface History {
  readonly messages: readonly ServanaMessage[];
  readonly pagination: Readonly<Record<string, number>>;
}

/** Design, section 6: the document has no REST. */
describe('the REST of `servana`', () => {
  let server: App;
  const clients: ServanaSocketioClient[] = [];

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  const person = (claims: object = {}): { readonly id: string; readonly bearer: string } => {
    const id = someone();
    return { id, bearer: token({ sub: id, ...claims }) };
  };

  const get = <T>(path: string, bearer: string | null): Promise<RestReply<T>> =>
    rest<T>(server.url, `${GROUPS}${path}`, bearer);

  const post = (bearer: string | null, body: string): Promise<RestReply<ServanaChatGroup>> =>
    rest(server.url, GROUPS, bearer, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

  const opened = async (bearer: string, wish: object = {}): Promise<ServanaChatGroup> => {
    const { status, body } = await post(bearer, JSON.stringify(wish));
    expect([status, body.success]).to.deep.equal([201, true]);
    return body.data;
  };

  const joined = async (bearer: string, groupId: number): Promise<ServanaSocketioClient> => {
    const headers = { authorization: `Bearer ${bearer}` };
    const client = await connectServanaSocketio(server.url, { headers });
    clients.push(client);
    expect(await client.request('joinChatGroup', { groupId })).to.include.keys('roomInfo');
    return client;
  };

  it('opens a chat group, in a department or in none, with a subject or without', async () => {
    const { bearer } = person();
    const plain = await opened(bearer);
    const empty = { departmentId: null, subject: null, status: 'active' };
    expect(plain).to.deep.equal({ chatGroupId: plain.chatGroupId, ...empty });
    const wish = { departmentId: 5, subject: 'My <b>card' };
    const { chatGroupId, ...fields } = await opened(bearer, wish);
    expect(fields).to.deep.equal({
      departmentId: '5',
      subject: 'My <\u200bb>card',
      status: 'active',
    });
    expect(chatGroupId).to.be.greaterThan(plain.chatGroupId);
  });

  it('lists one’s own, the latest first, and to staff what they may see', async () => {
    const { id, bearer } = person();
    const departmentId = someone('department');
    const one = await opened(bearer);
    const other = await opened(bearer, { departmentId });
    const mine = await get<readonly ServanaChatGroup[]>('', bearer);
    expect([mine.status, mine.body.data]).to.deep.equal([200, [other, one]]);
    const second = await get<readonly ServanaChatGroup[]>('?page=2&limit=1', bearer);
    expect(second.body.data).to.deep.equal([one]);
    expect((await get('', person().bearer)).body.data).to.deep.equal([]);
    const idsOf = async (claims: object): Promise<readonly number[]> => {
      const { body } = await get<readonly ServanaChatGroup[]>('?limit=100', person(claims).bearer);
      return body.data.map(({ chatGroupId }) => chatGroupId);
    };
    const both = [other.chatGroupId, one.chatGroupId];
    const agent = person({ role: 'agent', departments: [departmentId] });
    const listed = await get<readonly ServanaChatGroup[]>('?limit=100', agent.bearer);
    expect(listed.body.data, 'with whom staff write to').to.deep.include({
      ...other,
      clientId: id,
    });
    expect(await idsOf({ role: 'admin' })).to.include.members(both);
    expect(await idsOf({ role: 'agent', departments: [departmentId] })).to.include.members(both);
    const stranger = await idsOf({ role: 'agent', departments: ['another'] });
    expect(stranger).to.include(one.chatGroupId).and.not.include(other.chatGroupId);
  });

  it('reads what was said: the newest, or a page, for who may join', async () => {
    const { id: clientId, bearer } = person({ name: 'Ann Lee' });
    const { chatGroupId } = await opened(bearer, { departmentId: 'reading' });
    const client = await joined(bearer, chatGroupId);
    const said: unknown[] = [];
    for (const message of ['one', 'two', 'three']) {
      said.push(await client.request('sendMessage', { message, chatGroupId, clientId }));
    }
    const path = `/${chatGroupId}/messages`;
    const all = await get<History>(path, bearer);
    expect([all.status, all.body.data]).to.deep.equal([
      200,
      { messages: said, pagination: { total: 3, page: 1, limit: 50, totalPages: 1 } },
    ]);
    const newest = await get<History>(`${path}?limit=2`, bearer);
    expect(newest.body.data.messages).to.deep.equal(said.slice(1));
    const page = await get<History>(`${path}?page=2&limit=2`, bearer);
    expect(page.body.data).to.deep.equal({
      messages: said.slice(2),
      pagination: { total: 3, page: 2, limit: 2, totalPages: 2 },
    });
    const agent = { role: 'agent', departments: ['reading'] };
    for (const [claims, status, message] of [
      [{ role: 'admin' }, 200, undefined],
      [agent, 200, undefined],
      [{ ...agent, departments: ['another'] }, 403, 'Access denied to this chat room'],
      [{}, 403, 'Access denied to this chat room'],
    ] as const) {
      const asked = await get(path, person(claims).bearer);
      expect([asked.status, asked.body.message]).to.deep.equal([status, message]);
    }
  });

  it('says what is wrong with a request', async () => {
    const { bearer } = person();
    const { chatGroupId } = await opened(bearer);
    const messages = `/${chatGroupId}/messages`;
    for (const [path, by, status, message] of [
      ['', null, 401, 'Authentication required'],
      ['', `${bearer}x`, 401, 'Authentication failed'],
      [messages, null, 401, 'Authentication required'],
      ['?page=0', bearer, 400, 'page: Must be a whole number from 1'],
      [`${messages}?limit=x`, bearer, 400, 'limit: Must be a whole number from 1'],
      ['/0/messages', bearer, 400, 'chatGroupId: Must be the number of a chat group'],
      ['/1e3/messages', bearer, 400, 'chatGroupId: Must be the number of a chat group'],
      ['/999999999/messages', bearer, 404, 'Chat room not found'],
      ['/nothing', bearer, 404, 'Not found'],
    ] as const) {
      const { status: said, body } = await get(path, by);
      expect([said, body.success, body.message], path).to.deep.equal([status, false, message]);
    }
    for (const [wish, message] of [
      [{ departmentId: {} }, /^departmentId: /],
      [{ departmentId: -1 }, /^departmentId: /],
      [{ subject: 7 }, /^subject: /],
      [{ subject: 'x'.repeat(201) }, /^subject: /],
      [[], /object/],
      [null, /./],
    ] as const) {
      const { status, body } = await post(bearer, JSON.stringify(wish));
      expect([status, body.success], JSON.stringify(wish)).to.deep.equal([400, false]);
      expect(body.message).to.match(message);
    }
    expect((await post(bearer, '{')).status).to.equal(400);
    expect((await post(null, '{}')).status).to.equal(401);
    const staff = await post(person({ role: 'agent' }).bearer, '{}');
    expect([staff.status, staff.body.message]).to.deep.equal([403, 'Access denied']);
    const wrong = await rest(server.url, GROUPS, bearer, { method: 'PUT' });
    expect([wrong.status, wrong.headers.get('allow')]).to.deep.equal([405, 'POST, HEAD, GET']);
  });
});
