import { expect } from 'chai';
import { livechatDialect } from '../../../src/adapters/inbound/dialects/livechat/livechat-dialect.js';
import { reaching } from '../../adapters/inbound/dialects/rows/stand-ins.js';
import { groundOf } from '../../support/guest-ids.js';
import {
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
import {
  expectInvalid,
  expectRefused,
  type ServedGround,
  onEveryStore,
  shortly,
} from './served-ground.js';

/** Its tables alone: what is asked is asked of a server. */
const { bases, routes } = livechatDialect(groundOf(reaching)).rest;

const pathOf = (path: string): string =>
  path.replace(':id', '00000000-0000-7000-8000-000000000001');

const requests = (access: string): readonly string[] =>
  routes
    .filter((route) => route.access === access)
    .map(({ method, path }) => `${method} ${pathOf(path)}`);

onEveryStore('livechat: who may not, and what is not there', {}, (ground) => {
  const at = () => livechatAt(ground.url);

  const nobodies = async (): Promise<
    Readonly<Record<string, Readonly<Record<string, string>>>>
  > => {
    const { guestId } = await openAsKnownGuest(ground.url);
    const expired = token({ sub: someone('admin'), role: 'admin' }, -60);
    return {
      'without a token': {},
      'with a guest’s id': { 'x-guest-id': guestId },
      'with a guest’s cookie': { cookie: `guest_id=${guestId}` },
      'with a token that has expired': { authorization: `Bearer ${expired}` },
      'with nonsense': { authorization: 'Bearer nonsense' },
      'with another scheme': { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` },
    };
  };

  it('each route but those for who has no account is for who has a token', async () => {
    const all = [...requests('staff'), ...requests('token')];
    expect(requests('anyone')).to.deep.equal([
      `POST ${USER}/chat/send-unauthenticated`,
      `POST ${USER}/request-support`,
      `GET ${USER}/ticket`,
      `POST ${USER}/ticket/add-message`,
      `POST ${USER}/ticket/:ticketNumber/rate`,
    ]);
    expect(all).to.have.length(routes.length - 5);
    for (const [who, headers] of Object.entries(await nobodies())) {
      for (const request of all) {
        const body = request.startsWith('GET') ? {} : { body: {} };
        expectRefused(
          await ground.ask(request, { headers, ...body }),
          401,
          /./,
          `${request} ${who}`,
        );
      }
    }
  });

  it('each of staff’s routes is for staff, whatever a customer sends', async () => {
    expect(requests('staff').length).to.be.at.least(8);
    const { bearer } = john();
    for (const request of requests('staff')) {
      expectRefused(await ground.ask(request, { bearer }), 403, 'Admin access required', request);
      if (request.startsWith('GET')) continue;
      for (const body of [{}, null, { message: 5 }, 'x'.repeat(200_000)]) {
        const reply = await ground.ask(request, { bearer, body });
        expectRefused(reply, 403, 'Admin access required', request);
      }
    }
  });

  it('a path that there is not, and a method that a path has not', async () => {
    const { bearer } = mike();
    for (const base of bases) {
      for (const path of ['', '/', '/nowhere', '/conversations/1/nowhere', '/chat', '/__proto__']) {
        expectRefused(await ground.ask(`GET ${base}${path}`, { bearer }), 404, 'Not found', path);
      }
    }
    for (const path of new Set(routes.map((route) => route.path))) {
      const allowed = routes.filter((route) => route.path === path).map(({ method }) => method);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        if (allowed.some((one) => one === method)) continue;
        const reply = await ground.ask(`${method} ${pathOf(path)}`, { bearer });
        expectRefused(reply, 405, 'Method not allowed', `${method} ${path}`);
        const told = (reply.headers.get('allow') ?? '').split(', ');
        expect(told, path).to.include.members(allowed);
        expect(told, path).to.not.include(method);
      }
    }
  });

  it('a body that is none', async () => {
    const { bearer } = john();
    const send = (body: string, type = 'application/json') =>
      fetch(`${ground.url}${USER}/chat/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': type },
        body,
      });
    const cases = [
      [400, 'Malformed request', '{"message":'],
      [400, 'Malformed request', 'Hello'],
      [413, 'Payload is too large', JSON.stringify({ message: 'x'.repeat(110_000) })],
      [415, 'Unsupported content type', '<message/>', 'text/xml'],
    ] as const;
    for (const [status, message, body, type] of cases) {
      const reply = await send(body, type);
      expect(reply.status, body.slice(0, 60)).to.equal(status);
      expect(await reply.json()).to.deep.equal({ success: false, message });
    }
  });

  it('pages and filters', async () => {
    const [user, staff] = [john(), mike()];
    await at().open(user, 'Hello');
    const paging = [
      ...[
        '0',
        '-1',
        '1.5',
        'x',
        '',
        '%201',
        '0x1',
        '__proto__',
        '9'.repeat(40),
        'NaN',
        '%00',
        '[]',
      ],
      ...['Infinity', '1e400'],
    ];
    const lists = [
      [`GET ${USER}/conversations`, user],
      [`GET ${STAFF}/conversations`, staff],
    ] as const;
    for (const [request, by] of lists) {
      for (const name of ['page', 'limit']) {
        for (const value of paging) {
          const query = `${name}=${value}`;
          expectInvalid(await ground.ask(`${request}?${query}`, by), name, query);
        }
        expectInvalid(await ground.ask(`${request}?${name}=1&${name}=2`, by), name, name);
      }
      const far = await ground.ask(`${request}?page=1000000&limit=100000`, by);
      expect([far.status, far.body.data['conversations']]).to.deep.equal([200, []]);
    }
    for (const [name, values] of Object.entries({
      status: ['open', 'ACTIVE', '%20active', '__proto__', 'active,closed', '%00', '$ne'],
      assigned: ['mine', 'ME', 'nobody', staff.id, '__proto__', 'null'],
    })) {
      for (const value of values) {
        const query = `${name}=${value}`;
        expectInvalid(await ground.ask(`GET ${STAFF}/conversations?${query}`, staff), name, query);
      }
      const [value = ''] = name === 'status' ? ['active'] : ['me'];
      const twice = `${name}=${value}&${name}=${value}`;
      expectInvalid(await ground.ask(`GET ${STAFF}/conversations?${twice}`, staff), name, twice);
    }
    const { body } = await ground.ask(`GET ${STAFF}/conversations?limit=100000`, staff);
    expect(body.data['limit']).to.equal(100);
  });
});

onEveryStore('livechat: what staff may not do', {}, (ground) => {
  const deed = (id: string, does: string, by: Person, body: unknown = {}) =>
    ground.ask(`POST ${STAFF}/conversations/${id}/${does}`, { bearer: by.bearer, body });

  const unchanged = async (id: string, asking: () => Promise<void>): Promise<void> => {
    const before = await seenOf(ground, id);
    await asking();
    expect(await seenOf(ground, id)).to.deep.equal(before);
  };

  /** Somebody's, whom all of the staff here know. */
  const held = async ({ url }: ServedGround) => {
    const [user, holder, other, admin] = [john(), sarah(), sarah(), mike()];
    const at = livechatAt(url);
    await at.known(holder, other, admin);
    const id = await at.open(user, 'Hello');
    await at.claim(holder, id);
    return { at, user, holder, other, admin, id };
  };

  const CLOSED = 'This conversation has been closed';
  const UNCLAIMED = 'This conversation has not been claimed yet';
  const NOT_HERS = 'Only Sarah Johnson can do this: the conversation is assigned to them';

  it('claim what is another’s, or closed', async () => {
    const { at, holder, other, admin, id } = await held(ground);
    await unchanged(id, async () => {
      const words = 'This conversation is already handled by Sarah Johnson';
      for (const by of [other, admin]) expectRefused(await deed(id, 'claim', by), 409, words);
      expect((await deed(id, 'claim', holder)).status).to.equal(201);
    });
    await at.close(holder, id);
    await unchanged(id, async () => {
      for (const by of [holder, other, admin])
        expectRefused(await deed(id, 'claim', by), 400, CLOSED);
    });
  });

  it('answer what nobody has claimed, what is another’s, or what is closed', async () => {
    const { at, user, holder, other, admin, id } = await held(ground);
    const free = await at.open(user, 'Anybody?');
    const words = { message: 'Hello' };
    await unchanged(free, async () => {
      for (const by of [other, admin])
        expectRefused(await deed(free, 'reply', by, words), 409, UNCLAIMED);
    });
    await unchanged(id, async () => {
      for (const by of [other, admin])
        expectRefused(await deed(id, 'reply', by, words), 409, NOT_HERS);
    });
    await at.close(holder, id);
    await unchanged(id, async () => {
      for (const by of [holder, other])
        expectRefused(await deed(id, 'reply', by, words), 400, CLOSED);
    });
  });

  it('hand over to nobody, to a customer, what is not theirs, unclaimed or closed', async () => {
    const { at, user, holder, other, admin, id } = await held(ground);
    const hand = (by: Person, admin_id: unknown, on = id, more: object = {}) =>
      deed(on, 'handover', by, { admin_id, ...more });
    await unchanged(id, async () => {
      for (const to of ['nobody', '', ' ', user.id, '__proto__', 'x'.repeat(10_000), '*']) {
        expectRefused(await hand(holder, to), 404, 'Agent not found', shortly(to));
      }
      for (const to of [undefined, null, 5, true, [], [other.id], {}, { $ne: null }]) {
        expectInvalid(await hand(holder, to), 'admin_id', shortly(to));
      }
      for (const reason of [5, true, [], {}, 'x'.repeat(5_001)]) {
        expectInvalid(await hand(holder, other.id, id, { reason }), 'reason', shortly(reason));
      }
      expectRefused(await hand(other, other.id), 409, NOT_HERS);
      // To oneself changes nothing.
      expect((await hand(holder, holder.id)).status).to.equal(201);
    });
    const free = await at.open(user, 'Anybody?');
    await unchanged(free, async () => {
      for (const by of [holder, admin])
        expectRefused(await hand(by, other.id, free), 409, UNCLAIMED);
    });
    expect((await hand(admin, admin.id)).status).to.equal(201);
    await at.close(admin, id);
    await unchanged(id, async () => {
      for (const by of [holder, admin]) expectRefused(await hand(by, other.id), 400, CLOSED);
    });
  });

  it('close what is another’s', async () => {
    const { holder, other, id } = await held(ground);
    await unchanged(id, async () => {
      expectRefused(await deed(id, 'close', other), 409, NOT_HERS);
      for (const note of [5, true, [], {}, 'x'.repeat(5_001)]) {
        expectInvalid(await deed(id, 'close', holder, { note }), 'note', shortly(note));
      }
    });
    expect((await deed(id, 'close', holder)).status).to.equal(201);
    await unchanged(id, async () => {
      expect((await deed(id, 'close', holder)).status).to.equal(201);
    });
  });
});
