import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  type Asking,
  john,
  livechatAt,
  type LivechatReply,
  mike,
  type Person,
  sarah,
} from '../documents/livechat-people.js';
import { conversationOf } from '../support/rest-client.js';
import { someone, token } from '../support/tokens.js';
import { expectInvalid, expectRefused, onEveryStore, shortly } from './served-ground.js';

const OPEN = 'POST /api/tickets';
const LIST = 'GET /api/tickets';

interface Listed {
  readonly tickets: readonly {
    readonly _id: string;
    readonly ticketNumber: string | null;
    readonly subject: string | null;
    readonly status: string;
  }[];
  readonly pagination: object;
}

const ticketIn = ({ status, body }: LivechatReply) => {
  expect(status, JSON.stringify(body)).to.equal(201);
  expect(body).to.have.all.keys('success', 'data');
  expect(body.success).to.equal(true);
  expect(body.data).to.have.all.keys('ticket');
  return body.data['ticket'] as Readonly<Record<string, unknown>> & { readonly _id: string };
};

const listIn = ({ status, body }: LivechatReply): Listed => {
  expect(status, JSON.stringify(body)).to.equal(200);
  expect(body).to.have.all.keys('success', 'data');
  expect(body.success).to.equal(true);
  expect(body.data).to.have.all.keys('tickets', 'pagination');
  return body.data as unknown as Listed;
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

onEveryStore('tickets: over REST', {}, (ground) => {
  const open = ({ bearer }: Person, body: unknown, headers: Asking['headers'] = {}) =>
    ground.ask(OPEN, { bearer, headers, body });

  const list = ({ bearer }: Person, query = '') => ground.ask(`${LIST}${query}`, { bearer });

  it('a ticket is opened with what it has, and listed so', async () => {
    const claims = { name: 'Ann <b>Lee</b>', email: 'ann@example.com', company: 'ACME' };
    const sub = someone('ann');
    const ann = { id: sub, bearer: token({ sub, ...claims }) };
    const ticket = ticketIn(await open(ann, { subject: ' My <b>card</b> ', message: 'Lost it' }));
    const { _id, ticketNumber, createdAt, updatedAt, ...others } = ticket;
    expect(_id).to.match(/^[0-9a-f-]{36}$/);
    expect(ticketNumber).to.match(/^SMI-\d{4}-\d{6}$/);
    for (const at of [createdAt, updatedAt]) expect(at).to.match(INSTANT);
    expect(others).to.deep.equal({
      subject: ' My <b>card</b> ',
      status: 'open',
      priority: 'medium',
      client: { _id: sub, ...claims },
      assignedTo: null,
    });
    expect(listIn(await list(ann))).to.deep.equal({
      tickets: [ticket],
      pagination: { total: 1, page: 1, limit: 50, totalPages: 1 },
    });
  });

  it('as many as one likes, of which each has his own alone, latest activity first', async () => {
    const [user, other] = [john(), john()];
    const opened = [];
    for (const subject of ['one', 'two', 'three']) {
      opened.push(ticketIn(await open(user, { subject }))._id);
    }
    const theirs = ticketIn(await open(other, { subject: 'theirs' }))._id;
    const ids = async (query = '') => listIn(await list(user, query)).tickets.map(({ _id }) => _id);
    const [one, two, three] = opened;
    expect(await ids()).to.deep.equal([three, two, one]);
    expect(await ids('?page=2&limit=2')).to.deep.equal([one]);
    expect(await ids('?page=9')).to.deep.equal([]);
    expect(listIn(await list(user, '?page=2&limit=2')).pagination).to.deep.equal({
      ...{ total: 3, page: 2, limit: 2, totalPages: 2 },
    });
    expect(listIn(await list(user, '?limit=1000')).pagination).to.include({ limit: 100 });
    expect(listIn(await list(other)).tickets.map(({ _id }) => _id)).to.deep.equal([theirs]);
  });

  it('conversations of other dialects are among them, without a number, and closed ones', async () => {
    const user = john();
    const id = await conversationOf(ground.url, user.bearer);
    const exclusive = await livechatAt(ground.url).open(user, 'Hello');
    await livechatAt(ground.url).close(mike(), exclusive);
    const { tickets } = listIn(await list(user));
    expect(tickets.map(({ _id, ticketNumber }) => [_id, ticketNumber])).to.have.deep.members([
      [id, null],
      [exclusive, null],
    ]);
    expect(tickets.find(({ _id }) => _id === exclusive)).to.include({ status: 'closed' });
    expect(tickets.find(({ _id }) => _id === id)).to.include({ status: 'open' });
  });

  it('a ticket is closed when its conversation is, whatever it said before', async () => {
    const [user, chat] = [john(), livechatAt(ground.url)];
    const id = await chat.open(user, 'Hello');
    await chat.claim(mike(), id);
    await chat.ticket(mike(), id, { subject: 'Card', support_type: 'CARDS', priority: 'low' });
    const statuses = async () => listIn(await list(user)).tickets.map(({ status }) => status);
    expect(await statuses()).to.deep.equal(['open']);
    await chat.close(mike(), id);
    expect(await statuses()).to.deep.equal(['closed']);
  });

  it('staff see what they may, with whom it is assigned to', async () => {
    const [user, agent] = [john(), sarah()];
    const ticket = ticketIn(await open(user, { subject: 'Card' }));
    const id = await livechatAt(ground.url).open(user, 'Hello');
    await livechatAt(ground.url).claim(agent, id);
    for (const staff of [agent, mike()]) {
      const { tickets } = listIn(await list(staff, '?limit=100'));
      expect(tickets.map(({ _id }) => _id)).to.include.members([ticket._id, id]);
      expect(tickets.find(({ _id }) => _id === id)).to.deep.include({
        assignedTo: { _id: agent.id, name: 'Sarah Johnson' },
      });
    }
  });

  it('staff open none', async () => {
    for (const staff of [sarah(), mike()]) {
      expectRefused(await open(staff, { subject: 'Card' }), 403, 'Access denied');
    }
  });

  it('whoever bears no token, or none that is good, is refused', async () => {
    const expired = token({ sub: someone() }, -60);
    const badOnes = [null, 'x', expired, `${john().bearer}x`];
    for (const request of [OPEN, LIST]) {
      for (const bearer of badOnes) {
        const body = request === OPEN ? { subject: 'Card' } : undefined;
        const reply = await ground.ask(request, { bearer, body });
        const words = bearer === null ? 'User not authenticated' : 'Authentication failed';
        expectRefused(reply, 401, words, `${request} ${shortly(bearer)}`);
      }
      const headers = { 'x-guest-id': `guest_1795823080000_${'x'.repeat(44)}` };
      const body = request === OPEN ? { subject: 'Card' } : undefined;
      expectRefused(await ground.ask(request, { headers, body }), 401, /./);
    }
  });

  it('a subject that is none, or too long, and a message', async () => {
    const user = john();
    const control = '\u0000\u0007';
    const subjects = [undefined, null, 5, true, [], {}, ['x'], '', ' ', control, 'x'.repeat(201)];
    for (const subject of subjects) {
      expectInvalid(await open(user, { subject }), 'subject', shortly(subject));
    }
    for (const message of [5, true, [], {}, ['x'], '', ' ', control, 'x'.repeat(5_001)]) {
      const reply = await open(user, { subject: 'Card', message });
      expectInvalid(reply, 'message', shortly(message));
    }
    for (const body of [null, 5, 'x', [], true]) {
      expectRefused(await open(user, body), 400, /./, shortly(body));
    }
    expect(listIn(await list(user)).tickets).to.deep.equal([]);
    for (const subject of ['x'.repeat(200), 'a\u0000b', '😀']) {
      const ticket = ticketIn(await open(user, { subject, message: null }));
      expect(ticket['subject']).to.equal(subject.replace('\u0000', ''));
    }
  });

  it('a page or a limit that is none', async () => {
    const user = john();
    for (const field of ['page', 'limit']) {
      for (const value of ['0', '-1', '1.5', 'x', '', '1e400', '%00', 'NaN']) {
        expectInvalid(await list(user, `?${field}=${value}`), field, `${field} ${value}`);
      }
    }
    expect(listIn(await list(user, '?unknown=1&__proto__=x')).tickets).to.deep.equal([]);
  });

  it('what is named is opened once, however often and by whatever name it is asked', async () => {
    const user = john();
    const named = randomUUID();
    const body = { subject: 'Card', message: 'Lost it' };
    const first = ticketIn(await open(user, { ...body, clientMessageId: named }));
    for (const again of [
      open(user, { ...body, clientMessageId: named }),
      open(user, { ...body, client_message_id: named }),
      open(user, body, { 'idempotency-key': named }),
      open(user, { ...body, clientMessageId: named }, { 'idempotency-key': named }),
    ]) {
      expect(ticketIn(await again)).to.deep.equal(first);
    }
    const other = { subject: 'Card', message: 'Found it', clientMessageId: named };
    const otherSubject = { ...body, subject: 'Phone', clientMessageId: named };
    for (const conflict of [other, otherSubject]) {
      const words = 'This clientMessageId was used for another message';
      expectRefused(await open(user, conflict), 409, words, conflict.subject);
    }
    expect(listIn(await list(user)).tickets).to.have.length(1);
    // It is the sender's own name for it.
    expect(ticketIn(await open(john(), { ...body, clientMessageId: named }))._id).not.to.equal(
      first._id,
    );
  });

  it('what is named and asked for many times at once is opened once', async () => {
    const user = john();
    const headers = { 'idempotency-key': randomUUID() };
    const body = { subject: 'Card', message: 'Lost it' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => open(user, body, headers)));
    expect(new Set(replies.map((reply) => ticketIn(reply)._id)).size).to.equal(1);
    expect(listIn(await list(user)).tickets).to.have.length(1);
  });

  it('a name that is none, and two that differ', async () => {
    const user = john();
    const body = { subject: 'Card', message: 'Lost it' };
    for (const name of [5, true, [], {}, '', ' ', 'x'.repeat(201), '\ud800']) {
      for (const field of ['clientMessageId', 'client_message_id']) {
        expectInvalid(await open(user, { ...body, [field]: name }), field, shortly(name));
      }
    }
    const two = { ...body, clientMessageId: 'a', client_message_id: 'b' };
    expectInvalid(await open(user, two), 'client_message_id', 'two spellings');
    const differing = await open(
      user,
      { ...body, clientMessageId: 'a' },
      { 'idempotency-key': 'b' },
    );
    expectInvalid(differing, 'idempotency-key', 'header and body');
    expect(listIn(await list(user)).tickets).to.deep.equal([]);
  });

  it('what has no message has nothing that could be named, and is opened each time', async () => {
    const user = john();
    const headers = { 'idempotency-key': 'a' };
    for (const _ of [1, 2]) ticketIn(await open(user, { subject: 'Card' }, headers));
    expect(listIn(await list(user)).tickets).to.have.length(2);
  });

  it('what is no request of this API', async () => {
    const user = john();
    for (const path of ['/api/tickets/1', '/api/tickets/1/chat', '/api/tickets/%00']) {
      expectRefused(await ground.ask(`GET ${path}`, user), 404, 'Not found', path);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const reply = await ground.ask(`${method} /api/tickets`, user);
      expectRefused(reply, 405, 'Method not allowed', method);
      expect(reply.headers.get('allow')).to.include('POST').and.include('GET');
    }
    const raw = (body: string, type = 'application/json') =>
      fetch(`${ground.url}/api/tickets`, {
        method: 'POST',
        headers: { authorization: `Bearer ${user.bearer}`, 'content-type': type },
        body,
      });
    for (const body of ['{', '', '{"subject": "Card"', '{"__proto__": {"subject": "x"}}']) {
      expect((await raw(body)).status, body).to.equal(400);
    }
    expect((await raw(JSON.stringify({ subject: 'x'.repeat(110_000) }))).status).to.equal(413);
    expect((await raw('subject=Card', 'application/x-www-form-urlencoded')).status).to.equal(415);
    expect(listIn(await list(user)).tickets).to.deep.equal([]);
  });
});

onEveryStore('tickets: opened in a hurry', { RATE_MESSAGES: '2/60' }, (ground) => {
  it('with more messages than a minute may have are refused, until later', async () => {
    const { bearer } = john();
    const body = { subject: 'Card', message: 'Lost it' };
    for (const _ of [1, 2]) ticketIn(await ground.ask(OPEN, { bearer, body }));
    const reply = await ground.ask(OPEN, { bearer, body });
    expectRefused(reply, 429, /^Too many requests, please try again in \d+ seconds$/);
    expect(Number(reply.headers.get('retry-after'))).to.be.within(1, 60);
    expect(listIn(await ground.ask(LIST, { bearer })).tickets).to.have.length(2);
  });
});
