import { expect } from 'chai';
import {
  type Asking,
  john,
  livechatAt,
  mike,
  type Person,
  sarah,
  STAFF,
  USER,
} from '../documents/livechat-people.js';
import { openAsKnownGuest } from '../support/guests.js';
import { someone, token } from '../support/tokens.js';
import { seenOf } from './livechat-ground.js';
import { expectInvalid, expectRefused, onEveryStore, shortly } from './served-ground.js';

const address = (): string => `${someone('contact')}@example.com`;

const TICKET = { subject: 'Card', support_type: 'CARDS', priority: 'low' } as const;
const OPENING = { subject: 'Card', description: 'Lost it' } as const;

/** What is no ticket's number, whoever asks. */
const NUMBERS = [
  ...[
    'SMI-2026-999999',
    'SMI-1999-000001',
    'smi-2026-000001',
    'SMI-2026-1',
    'SMI',
    '-',
    '0',
    'null',
  ],
  ...[
    "' OR 1=1 --",
    '%',
    '*',
    '$ne',
    '__proto__',
    '../conversations',
    'x'.repeat(2_000),
    '\u0000',
    '转',
  ],
];

onEveryStore('livechat: tickets of staff', {}, (ground) => {
  const at = () => livechatAt(ground.url);

  const make = ({ bearer }: Person, id: string, wish: object = {}) =>
    ground.ask(`POST ${STAFF}/conversations/${id}/ticket`, {
      bearer,
      body: { ...TICKET, ...wish },
    });

  it('are one for a conversation, and none for what is closed', async () => {
    const admin = mike();
    const id = await at().open(john(), 'Hello');
    const { ticket_number } = await at().ticket(admin, id);
    expectRefused(await make(admin, id), 409, 'This conversation already has a ticket');
    await at().close(admin, id);
    expectRefused(await make(admin, id), 400, 'This conversation has been closed');
    expectRefused(
      await at().updateTicket(admin, ticket_number, { status: 'resolved' }),
      400,
      'This conversation has been closed',
    );
    const other = await at().open(john(), 'Hello');
    await at().close(admin, other);
    expectRefused(await make(admin, other), 400, 'This conversation has been closed');
    expect((await seenOf(ground, other))['ticket']).to.equal(null);
  });

  it('are made by who has the conversation, or an admin', async () => {
    const [agent, other] = [sarah(), sarah()];
    const id = await at().open(john(), 'Hello');
    expectRefused(await make(agent, id), 409, 'This conversation has not been claimed yet');
    await at().claim(agent, id);
    expectRefused(await make(other, id), 409, /^Only Sarah Johnson can do this/);
    expectRefused(await make(john(), id), 403, 'Admin access required');
    expect((await make(agent, id)).status).to.equal(201);
    for (const missing of ['00000000-0000-7000-8000-000000000009', 'x']) {
      expectRefused(await make(mike(), missing), 404, 'Conversation not found');
    }
  });

  it('have a subject, a type and a priority, and nothing else for them', async () => {
    const admin = mike();
    const id = await at().open(john(), 'Hello');
    for (const [field, values] of Object.entries({
      subject: [undefined, null, 5, '', ' ', '\u0000\u0007', 'x'.repeat(201), ['a'], {}],
      description: [5, 'x'.repeat(5_001), {}, ['a']],
      support_type: [
        undefined,
        null,
        5,
        '',
        'cards',
        'Cards',
        'C',
        'C4',
        '_C',
        'C'.repeat(65),
        'Ä',
        'A\n',
      ],
      priority: [undefined, null, 5, '', 'LOW', 'normal', 'low ', ['low'], {}],
    })) {
      for (const value of values) {
        expectInvalid(
          await make(admin, id, { [field]: value }),
          field,
          `${field} ${shortly(value)}`,
        );
      }
    }
    expect((await seenOf(ground, id))['ticket']).to.equal(null);
    const subject = 'é'.repeat(200);
    expect(await at().ticket(admin, id, { subject: `\u0007${subject}` })).to.include({ subject });
  });

  it('are changed to a status and a priority that there are', async () => {
    const admin = mike();
    const id = await at().open(john(), 'Hello');
    const { ticket_number } = await at().ticket(admin, id);
    const change = (body: unknown) =>
      ground.ask(`PATCH ${STAFF}/tickets/${ticket_number}`, { bearer: admin.bearer, body });
    for (const status of [5, '', 'OPEN', 'active', 'in progress', ['open'], {}]) {
      expectInvalid(await change({ status }), 'status', shortly(status));
    }
    for (const priority of [5, '', 'normal', 'LOW', ['low'], {}]) {
      expectInvalid(await change({ priority }), 'priority', shortly(priority));
    }
    for (const none of [{}, { status: null, priority: null }, { subject: 'Other' }]) {
      expectInvalid(await change(none), 'status', shortly(none));
    }
    for (const body of [{ status: 'open' }, { status: 'resolved', priority: 'urgent' }]) {
      expect((await change(body)).status, shortly(body)).to.equal(200);
    }
  });

  it('are not found by what is no number, nor by who may not read them', async () => {
    const [admin, agent] = [mike(), sarah()];
    for (const number of NUMBERS) {
      const reply = await at().updateTicket(admin, encodeURIComponent(number), { status: 'open' });
      expect([404, 400], shortly(number)).to.include(reply.status);
      expect(reply.body.success, shortly(number)).to.equal(false);
    }
    const { ticket_number } = await at().ticket(admin, await at().open(john(), 'Hello'));
    expect((await at().updateTicket(agent, ticket_number, { priority: 'high' })).status).to.equal(
      200,
    );
    expectRefused(
      await at().updateTicket(john(), ticket_number, { priority: 'low' }),
      403,
      'Admin access required',
    );
  });

  it('are searched for by any text, however odd', async () => {
    const { bearer } = mike();
    const search = (typed: string) =>
      ground.ask(`GET ${STAFF}/conversations?search=${encodeURIComponent(typed)}`, { bearer });
    const mark = someone('mark');
    const subject = `<b>${mark}</b> OR "quoted" NEAR(x)`;
    const number = (await at().ticket(mike(), await at().open(john(), 'Hello'), { subject }))
      .ticket_number;
    for (const typed of [
      mark,
      `"${mark}"`,
      `<b>${mark}</b>`,
      `${mark} OR near`,
      `${number} ${mark}`,
    ]) {
      const { status, body } = await search(typed);
      expect([status, body.data['total']], typed).to.deep.equal([200, 1]);
    }
    for (const typed of [
      ...['*', '"', '""', '(', 'AND', 'NOT', `${mark} NOT quoted`, `${mark}*x`, `keys:${mark}`],
      ...['{"$gt": ""}', '$where', '.*', '^', '%', "'; DROP TABLE search; --", '\u0000', '😀'],
    ]) {
      const { status, body } = await search(typed);
      expect(status, typed).to.equal(200);
      if (typed.includes(mark)) expect(body.data['total'], typed).to.equal(0);
    }
    for (const long of ['x'.repeat(201), 'x'.repeat(10_000), 'x '.repeat(2_500)]) {
      expectInvalid(await search(long), 'search', `${long.length} characters`);
    }
    for (const query of ['search=a&search=b', 'search[]=a']) {
      const { status } = await ground.ask(`GET ${STAFF}/conversations?${query}`, { bearer });
      expect([200, 400], query).to.include(status);
    }
  });

  it('and statistics are of 1 to 90 days', async () => {
    const { bearer } = sarah();
    for (const days of ['0', '91', '-1', '1.5', '7d', '1e1', '', ' 7', '100000000000', '٧']) {
      const reply = await ground.ask(`GET ${STAFF}/stats?days=${encodeURIComponent(days)}`, {
        bearer,
      });
      expectInvalid(reply, 'days', days);
    }
    for (const query of ['', '?days=1', '?days=90']) {
      expect((await ground.ask(`GET ${STAFF}/stats${query}`, { bearer })).status, query).to.equal(
        200,
      );
    }
  });
});

onEveryStore('livechat: tickets of older apps', { TRUST_PROXY: '1' }, (ground) => {
  const at = () => livechatAt(ground.url);

  const request = async (email: string, asking: Asking = {}): Promise<string> => {
    const body = { ...OPENING, email };
    const reply = await ground.ask(`POST ${USER}/request-support`, { body, ...asking });
    expect(reply.status, JSON.stringify(reply.body)).to.equal(201);
    return (reply.body.data['ticket'] as { readonly ticket_number: string }).ticket_number;
  };

  const look = (number: string, email: string, asking: Asking = {}) => {
    const query = new URLSearchParams({ ticket_number: number, email }).toString();
    return ground.ask(`GET ${USER}/ticket?${query}`, asking);
  };

  it('are opened with what each field may hold', async () => {
    const ways = [
      [`POST ${USER}/create-ticket`, john().bearer, {}],
      [`POST ${USER}/request-support`, null, { email: address() }],
    ] as const;
    for (const [path, bearer, more] of ways) {
      for (const [field, values] of Object.entries({
        subject: [undefined, null, 5, '', '\u0000', 'x'.repeat(201)],
        description: [undefined, null, 5, '', ' \u0000', 'x'.repeat(5_001)],
        support_type: ['general', 5, '', 'A'],
        clientMessageId: [5, '', 'x'.repeat(201)],
      })) {
        for (const value of values) {
          const body = { ...OPENING, ...more, [field]: value };
          expectInvalid(
            await ground.ask(path, { bearer, body }),
            field,
            `${path} ${field} ${shortly(value)}`,
          );
        }
      }
    }
    for (const email of [undefined, null, 5, '', 'x', 'a@b@c', 'a b@c.d']) {
      const body = { ...OPENING, email };
      expectInvalid(
        await ground.ask(`POST ${USER}/request-support`, { body }),
        'email',
        shortly(email),
      );
    }
    const staff = await ground.ask(`POST ${USER}/create-ticket`, {
      bearer: mike().bearer,
      body: OPENING,
    });
    expectRefused(staff, 400, 'Access denied');
  });

  it('are opened once under one name, and answered as they were', async () => {
    const email = address();
    const body = { ...OPENING, email, clientMessageId: 'one' };
    const send = (wish: object = {}) =>
      ground.ask(`POST ${USER}/request-support`, { body: { ...body, ...wish } });
    const first = await send();
    const { ticket_number } = first.body.data['ticket'] as { readonly ticket_number: string };
    await at().updateTicket(mike(), ticket_number, { status: 'resolved', priority: 'urgent' });
    expect((await send()).body).to.deep.equal(first.body);
    const words = 'This clientMessageId was used for another message';
    expectRefused(await send({ description: 'Other' }), 409, words);
    expectRefused(await send({ subject: 'Other' }), 409, words);
    expectRefused(await send({ support_type: 'CARDS' }), 409, words);
    const { bearer } = john();
    const create = (wish: object = {}) =>
      ground.ask(`POST ${USER}/create-ticket`, {
        bearer,
        body: { ...OPENING, clientMessageId: 'two', ...wish },
      });
    expect((await create()).status).to.equal(201);
    expectRefused(await create({ priority: 'urgent' }), 409, words);
    const chat = { message: OPENING.description, clientMessageId: 'two' };
    expectRefused(await ground.ask(`POST ${USER}/chat/send`, { bearer, body: chat }), 409, words);
  });

  it('are of who opened them, and of nobody who says another name', async () => {
    const [email, user] = [address(), john()];
    const number = await request(email);
    expect((await look(number, email.toUpperCase())).status).to.equal(200);
    const own = await ground.ask(`POST ${USER}/create-ticket`, {
      bearer: user.bearer,
      body: OPENING,
    });
    const { ticket_number } = own.body.data['ticket'] as { readonly ticket_number: string };
    const asks = (key: string, said: object, bearer: string | null) => [
      look(key, '', { bearer }),
      ground.ask(`POST ${USER}/ticket/add-message`, {
        bearer,
        body: { ticket_number: key, message: 'Mine', ...said },
      }),
      ground.ask(`POST ${USER}/ticket/${key}/rate`, { bearer, body: { rating: 1, ...said } }),
    ];
    const query = async (key: string, said: { readonly email?: string }, bearer: string | null) => {
      const [, add, rate] = asks(key, said, bearer);
      const search = new URLSearchParams({ ticket_number: key, ...said }).toString();
      return [await ground.ask(`GET ${USER}/ticket?${search}`, { bearer }), await add, await rate];
    };
    // The address of his account opens no ticket of the address, nor the other way round.
    for (const [key, said, bearer] of [
      [number, {}, user.bearer],
      [number, { email: 'john@example.com' }, user.bearer],
      [ticket_number, { email: 'john@example.com' }, null],
      [number, { email: address() }, null],
    ] as const) {
      for (const reply of await query(key, said, bearer)) {
        expect(reply?.status, JSON.stringify(reply?.body)).to.equal(404);
        expect(reply?.body.message).to.equal('Ticket not found');
      }
    }
    for (const reply of await query(number, {}, null)) {
      expect([reply?.status, reply?.body.message]).to.deep.equal([401, 'Authentication required']);
    }
    for (const reply of await query(ticket_number, { email }, user.bearer)) {
      expect([reply?.status, reply?.body.message]).to.deep.equal([
        400,
        'Email does not match the conversation owner',
      ]);
    }
    expect(
      (await look(ticket_number, 'John@Example.com', { bearer: user.bearer })).status,
    ).to.equal(200);
  });

  it('are not guessed: twenty that are none, and no more from there for a while', async () => {
    const email = address();
    const from = (ip: string): Asking => ({ headers: { 'x-forwarded-for': ip } });
    const number = await request(email, from('10.9.0.1'));
    for (const _ of [1, 2, 3])
      expect((await look(number, email, from('10.9.0.1'))).status).to.equal(200);
    const tries = Array.from({ length: 30 }, (_, n) =>
      look(
        n % 2 === 0 ? `SMI-2026-9${String(n).padStart(5, '0')}` : number,
        address(),
        from('10.9.0.1'),
      ),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).to.have.length(20);
    expect(statuses.filter((status) => status === 429)).to.have.length(10);
    const ways = [
      look(number, email, from('10.9.0.1')),
      ground.ask(`POST ${USER}/ticket/add-message`, {
        ...from('10.9.0.1'),
        body: { ticket_number: number, message: 'Hi', email },
      }),
      ground.ask(`POST ${USER}/ticket/${number}/rate`, {
        ...from('10.9.0.1'),
        body: { rating: 1, email },
      }),
    ];
    for (const reply of await Promise.all(ways)) {
      expectRefused(reply, 429, /^Too many requests, please try again in \d+ seconds$/);
      expect(Number(reply.headers.get('retry-after'))).to.be.within(1, 900);
    }
    expect((await look(number, email, from('10.9.0.2'))).status).to.equal(200);
    // Who has a token guesses nothing by it, and is kept from nothing.
    const { bearer } = john();
    const missing = { bearer, headers: { 'x-forwarded-for': '10.9.0.1' } };
    const query = `GET ${USER}/ticket?ticket_number=SMI-2026-999999`;
    expectRefused(await ground.ask(query, missing), 404, 'Ticket not found');
  });

  it('are rated once, by the older way or by the newer one', async () => {
    const admin = mike();
    for (const _ of Array.from({ length: 20 })) {
      const { bearer } = john();
      const opened = await ground.ask(`POST ${USER}/create-ticket`, { bearer, body: OPENING });
      const { ticket_number } = opened.body.data['ticket'] as { readonly ticket_number: string };
      const id = await at().found(admin, ticket_number);
      await at().close(admin, id);
      const replies = await Promise.all([
        ground.ask(`POST ${USER}/ticket/${ticket_number}/rate`, { bearer, body: { rating: 1 } }),
        ground.ask(`POST ${USER}/conversations/${id}/rate`, { bearer, body: { rating: 5 } }),
      ]);
      const [won, ...others] = replies.toSorted((one, other) => one.status - other.status);
      expect(won?.status).to.equal(201);
      for (const reply of others) expectRefused(reply, 400, 'Conversation already rated');
      const stars = replies[0].status === 201 ? 1 : 5;
      expect((await seenOf(ground, id))['satisfaction_rating']).to.equal(stars);
    }
  });

  it('are none under what is no number', async () => {
    const { bearer } = john();
    for (const number of NUMBERS) {
      const key = encodeURIComponent(number);
      const replies = [
        await ground.ask(`GET ${USER}/ticket?ticket_number=${key}`, { bearer }),
        await ground.ask(`POST ${USER}/ticket/add-message`, {
          bearer,
          body: { ticket_number: number, message: 'Hi' },
        }),
        await ground.ask(`POST ${USER}/ticket/${key}/rate`, { bearer, body: { rating: 1 } }),
      ];
      for (const { status, body } of replies) {
        expect([404, 400], shortly(number)).to.include(status);
        expect(body.success).to.equal(false);
      }
    }
    for (const odd of ['', '?ticket_number=', '?ticket_number=a&ticket_number=b']) {
      const { status } = await ground.ask(`GET ${USER}/ticket${odd}`, { bearer });
      expect([400, 404], odd).to.include(status);
    }
    for (const ticket_number of [undefined, null, 5, {}, ['a']]) {
      const body = { ticket_number, message: 'Hi' };
      const reply = await ground.ask(`POST ${USER}/ticket/add-message`, { bearer, body });
      expectInvalid(reply, 'ticket_number', shortly(ticket_number));
    }
  });
});

onEveryStore('livechat: app keys of older apps', { APP_KEYS: 'a-key-of-the-tests' }, (ground) => {
  it('are asked of whoever comes without a token', async () => {
    const email = address();
    const headers = { 'x-app-key': 'a-key-of-the-tests' };
    const body = { ...OPENING, email };
    const opened = await ground.ask(`POST ${USER}/request-support`, { headers, body });
    expect(opened.status).to.equal(201);
    const { ticket_number } = opened.body.data['ticket'] as { readonly ticket_number: string };
    const requests: readonly (readonly [string, object?])[] = [
      [`POST ${USER}/request-support`, body],
      [`GET ${USER}/ticket?${new URLSearchParams({ ticket_number, email }).toString()}`],
      [`POST ${USER}/ticket/add-message`, { ticket_number, message: 'Hi', email }],
      [`POST ${USER}/ticket/${ticket_number}/rate`, { rating: 1, email }],
    ];
    const basic = `Basic ${Buffer.from('a:b').toString('base64')}`;
    for (const [request, said] of requests) {
      const asking = said === undefined ? {} : { body: said };
      for (const lacking of [
        {},
        { 'x-app-key': 'x' },
        { authorization: basic },
        { authorization: 'Bearer x' },
      ]) {
        const reply = await ground.ask(request, { ...asking, headers: lacking });
        expectRefused(reply, 401, /./, `${request} ${JSON.stringify(lacking)}`);
      }
      const known = await ground.ask(request, { ...asking, headers });
      expect(known.status, request).to.not.equal(401);
    }
  });

  it('are asked of a guest of support, who is nobody here', async () => {
    const { guestId } = await openAsKnownGuest(ground.url);
    const email = address();
    const key = { 'x-app-key': 'a-key-of-the-tests' };
    const body = { ...OPENING, email };
    const opened = await ground.ask(`POST ${USER}/request-support`, { headers: key, body });
    const { ticket_number } = opened.body.data['ticket'] as { readonly ticket_number: string };
    const query = `GET ${USER}/ticket?${new URLSearchParams({ ticket_number, email }).toString()}`;
    for (const guest of [{ 'x-guest-id': guestId }, { cookie: `guest_id=${guestId}` }]) {
      expectRefused(await ground.ask(query, { headers: guest }), 401, /./);
      expect((await ground.ask(query, { headers: { ...guest, ...key } })).status).to.equal(200);
    }
  });

  it('are asked of nobody who has a token', async () => {
    const { bearer } = john();
    const opened = await ground.ask(`POST ${USER}/create-ticket`, { bearer, body: OPENING });
    expect(opened.status).to.equal(201);
    const { ticket_number } = opened.body.data['ticket'] as { readonly ticket_number: string };
    const found = await ground.ask(`GET ${USER}/ticket?ticket_number=${ticket_number}`, { bearer });
    expect(found.status).to.equal(200);
    const expired = token({ sub: someone() }, -60);
    const refused = await ground.ask(`GET ${USER}/ticket?ticket_number=${ticket_number}`, {
      bearer: expired,
    });
    expectRefused(refused, 401, /./);
  });
});
