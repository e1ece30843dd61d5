import { hash } from 'node:crypto';
import { expect } from 'chai';
import { isSome, none } from 'fp-ts/lib/Option.js';
import { left } from 'fp-ts/lib/TaskEither.js';
import { admission } from '../../../../src/adapters/inbound/dialects/support/admission.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { type SavedSession, SESSION_TIME } from '../../../../src/application/ports/sessions.js';
import type { Store } from '../../../../src/application/ports/store.js';
import { type Actor, personKey } from '../../../../src/domain/actor.js';
import type { ConversationId } from '../../../../src/domain/ids.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { admin, agent, customer, guest } from '../../../support/actors.js';
import { answer } from '../../../support/answer.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { expectRight } from '../../../support/expect-either.js';
import { CountingIds, FixedClock } from '../../../support/fixed-ports.js';
import { guestIds } from '../../../support/guest-ids.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { smallGateway, type SmallGatewayOptions } from '../../../support/small-gateway.js';
import { settled } from '../../../support/settled.js';
import { until } from '../../../support/until.js';

const HOUR = 3_600_000;

const withGuests = (dialect: Dialect): Dialect => ({ ...dialect, admission });

/** Whoever comes says later who he is, as in dialects to come. */
const saidLater = (dialect: Dialect): Dialect => ({
  ...dialect,
  admission: { ...dialect.admission, later: true },
});

describe('a client that comes back', () => {
  const sarah = agent('sarah', ['cards']);
  let clock: FixedClock;
  let store: Store;
  let ids: CountingIds;

  const start = (
    options: SmallGatewayOptions = {},
    people: readonly Actor[] = [customer('alice'), customer('bob'), sarah, admin()],
  ) => smallGateway(people, { clock, store, ids, change: withGuests, ...options });
  type Server = ReturnType<typeof start>;

  beforeEach(() => {
    clock = new FixedClock();
    store = memoryStore();
    ids = new CountingIds();
  });

  const opened = async (
    { cases }: Server,
    by: Actor,
    departmentId: string | null = null,
  ): Promise<ConversationId> => {
    const started = await cases.startConversation(by, toStart({ departmentId }))();
    return expectRight(started).conversation.id;
  };

  const joinedIn = async (server: Server, client: DirectClient, by: Actor) => {
    const conversationId = await opened(server, by);
    expect(await client.request('conversation:join', { conversationId })).to.include({
      success: true,
    });
    return conversationId;
  };

  /** What comes of it when something is said there. */
  const heard = async ({ cases }: Server, client: DirectClient, id: ConversationId) => {
    client.came.length = 0;
    expectRight(await cases.sendMessage(admin(), toSend(id, { text: 'anybody there?' }))());
    return client.events.filter((event) => event === 'message:received').length;
  };

  const identityOf = (client: DirectClient): unknown => {
    const { guestId } = client.all('connection:success').at(-1) as { guestId?: unknown };
    return guestId === undefined ? undefined : guestIds.check(guestId);
  };

  const saved = async (sessionId: string): Promise<SavedSession | null> => {
    const key = hash('sha256', sessionId, 'base64url');
    const found = await answer(store.sessions.find(key, clock.now()));
    return isSome(found) ? found.value : null;
  };

  for (const [what, gap] of [
    ['two minutes', 120_000],
    ['two hours', 2 * HOUR],
    ['a day, less a moment', SESSION_TIME - 1],
  ] as const) {
    it(`after ${what} hears what he had joined, as customer, agent or admin`, async () => {
      const people = [
        [customer('alice'), 'alice'],
        [sarah, 'sarah'],
        [admin(), 'root'],
      ] as const;
      for (const [actor, token] of people) {
        const server = start();
        const before = await server.come({ token, sessionId: `${token} 1` });
        const owner = actor.kind === 'customer' ? actor : customer('bob');
        const id = await joinedIn(server, before, owner);
        before.leave();
        clock.time += gap;
        const after = await server.come({ token, back: `${token} 1`, sessionId: `${token} 2` });
        expect(after.events, 'he is told who he is, and nothing else').to.deep.equal([
          'connection:success',
        ]);
        expect(await heard(server, after, id)).to.equal(1);
        clock.time -= gap;
      }
    });

    it(`after ${what} is the guest that he was`, async () => {
      const server = start();
      const before = await server.come({ sessionId: 'one' });
      const id = identityOf(before) as string;
      const conversation = await joinedIn(server, before, guest(id));
      before.leave();
      clock.time += gap;
      const after = await server.come({ guestId: null, back: 'one', sessionId: 'two' });
      expect(identityOf(after)).to.equal(id);
      expect(await heard(server, after, conversation)).to.equal(1);
    });
  }

  it('after a day is nobody known, and has joined nothing', async () => {
    const server = start();
    const before = await server.come({ sessionId: 'one' });
    const conversation = await joinedIn(server, before, guest(identityOf(before) as string));
    before.leave();
    clock.time += SESSION_TIME;
    const after = await server.come({ back: 'one', sessionId: 'two' });
    expect(identityOf(after)).not.to.equal(identityOf(before));
    expect(await heard(server, after, conversation)).to.equal(0);
  });

  it('comes back to another server that shares the store', async () => {
    const first = start();
    const before = await first.come({ token: 'alice', sessionId: 'one' });
    const id = await joinedIn(first, before, customer('alice'));
    await first.close();
    const second = start();
    const after = await second.come({ token: 'alice', back: 'one', sessionId: 'two' });
    expect(await heard(second, after, id)).to.equal(1);
  });

  it('comes back again and again, by each id or by one that is older', async () => {
    const server = start();
    const before = await server.come({ token: 'alice', sessionId: 'id 0' });
    const id = await joinedIn(server, before, customer('alice'));
    for (let n = 1; n <= 5; n += 1) {
      const next = await server.come({
        token: 'alice',
        back: `id ${n - 1}`,
        sessionId: `id ${n}`,
      });
      expect(await heard(server, next, id)).to.equal(1);
      next.leave();
      clock.time += 10 * HOUR;
    }
    const late = await server.come({ token: 'alice', back: 'id 4', sessionId: 'late' });
    expect(await heard(server, late, id), 'the answer with the newest id was lost').to.equal(1);
  });

  it("has a guest's identity before he has joined anything", async () => {
    const server = start();
    const before = await server.come({ sessionId: 'one' });
    before.leave();
    const after = await server.come({ back: 'one', sessionId: 'two' });
    expect(identityOf(after)).to.equal(identityOf(before));
  });

  it('hears nothing of what he has left', async () => {
    const server = start();
    const before = await server.come({ token: 'alice', sessionId: 'one' });
    const [left, stays] = [
      await joinedIn(server, before, customer('alice')),
      await joinedIn(server, before, customer('alice')),
    ];
    await before.request('conversation:leave', { conversationId: left });
    before.leave();
    const after = await server.come({ token: 'alice', back: 'one', sessionId: 'two' });
    expect(await heard(server, after, left)).to.equal(0);
    expect(await heard(server, after, stays)).to.equal(1);
  });

  it('goes on under the name by which he had joined', async () => {
    const server = start();
    const known = await server.come({ sessionId: 'known' });
    const own = await server.cases.getOrStartConversation(guest(identityOf(known) as string), {
      channel: { name: 'support', ownership: 'shared', singleOpen: true },
      type: 'general',
      subject: null,
      isNewcomer: false,
      address: null,
    })();
    const id = expectRight(own).conversation.id;
    clock.time += HOUR;
    const newcomer = guest(guestIds.issue());
    const fresh = await server.cases.getOrStartConversation(newcomer, {
      channel: { name: 'support', ownership: 'shared', singleOpen: true },
      type: 'general',
      subject: null,
      isNewcomer: true,
      address: null,
    })();
    const alias = expectRight(fresh).conversation.id;
    await known.request('conversation:join', { conversationId: alias });
    known.leave();
    const after = await server.come({ back: 'known', sessionId: 'two' });
    expect(await heard(server, after, id)).to.equal(1);
    expect(after.all('message:received')).to.have.nested.property('[0].conversationId', alias);
    const sent = await after.request('message:send', { conversationId: alias, message: 'here' });
    expect(sent).to.have.nested.property('data.conversationId', alias);
  });

  it('hears that he has lost what he may no longer join', async () => {
    const server = start();
    const before = await server.come({ token: 'sarah', sessionId: 'one' });
    const cards = await opened(server, customer('alice'), 'cards');
    const open = await opened(server, customer('bob'));
    for (const conversationId of [cards, open]) {
      await before.request('conversation:join', { conversationId });
    }
    before.leave();
    const moved = start({}, [agent('sarah', ['billing'])]);
    const after = await moved.come({ token: 'sarah', back: 'one', sessionId: 'two' });
    expect(after.events).to.deep.equal(['connection:success', 'conversation:left']);
    expect(after.all('conversation:left')).to.deep.equal([{ conversationId: cards }]);
    expect(await heard(moved, after, cards)).to.equal(0);
    expect(await heard(moved, after, open)).to.equal(1);
    expect((await saved('two'))?.joined.map(({ conversationId }) => conversationId)).to.deep.equal([
      open,
    ]);
  });

  it('is the same person as an admin who was an agent', async () => {
    const server = start();
    const before = await server.come({ token: 'sarah', sessionId: 'one' });
    const id = await joinedIn(server, before, customer('bob'));
    before.leave();
    const promoted = start({}, [admin('sarah')]);
    const after = await promoted.come({ token: 'sarah', back: 'one', sessionId: 'two' });
    expect(await heard(promoted, after, id)).to.equal(1);
  });

  describe('with the id of somebody else', () => {
    it('finds nothing of his with a token of his own', async () => {
      const server = start();
      const alice = await server.come({ token: 'alice', sessionId: 'one' });
      const id = await joinedIn(server, alice, customer('alice'));
      for (const token of ['bob', 'sarah']) {
        const thief = await server.come({ token, back: 'one', sessionId: `${token} 2` });
        expect(thief.events).to.deep.equal(['connection:success']);
        const heardBy = await heard(server, thief, id);
        expect(heardBy).to.equal(0);
        expect(await saved(`${token} 2`)).to.equal(null);
      }
    });

    it('without a token is not the person who has one', async () => {
      const server = start();
      const alice = await server.come({ token: 'alice', sessionId: 'one' });
      const id = await joinedIn(server, alice, customer('alice'));
      const thief = await server.come({ back: 'one', sessionId: 'two' });
      expect(identityOf(thief)).to.be.a('string');
      expect(await heard(server, thief, id)).to.equal(0);
      const strict = start({ change: (dialect) => dialect });
      const stranger = await strict.come({ back: 'one', sessionId: 'three' });
      expect(stranger.events).to.deep.equal([]);
    });

    it('is the guest whose it was, who has no other credential', async () => {
      const server = start();
      const victim = await server.come({ sessionId: 'one' });
      const other = await server.come({ back: 'one', sessionId: 'two' });
      expect(identityOf(other)).to.equal(identityOf(victim));
    });

    it('as another guest stays who he is', async () => {
      const server = start();
      const victim = await server.come({ sessionId: 'one' });
      const id = await joinedIn(server, victim, guest(identityOf(victim) as string));
      const own = guestIds.issue();
      const other = await server.come({
        guestId: guestIds.credentialOf(own).reveal(),
        back: 'one',
        sessionId: 'two',
      });
      expect(identityOf(other)).to.equal(own);
      expect(await heard(server, other, id)).to.equal(0);
    });

    it('and a bad token is refused', async () => {
      const server = start();
      await server.come({ sessionId: 'one' });
      const refused = await server.admit({ token: 'nobody', back: 'one' });
      expect(refused).to.have.nested.property('left.because', 'unauthenticated');
    });
  });

  it('with an id that never was is a new guest', async () => {
    const server = start();
    for (const back of ['', 'garbage', '__proto__', 'x'.repeat(1_000_000), '\u0000', '\ud800']) {
      const client = await server.come({ back, sessionId: 'one' });
      expect(client.events).to.deep.equal(['connection:success']);
    }
  });

  it('finds no guest where there are none', async () => {
    const server = start();
    await server.come({ sessionId: 'one' });
    await until(async () => (await saved('one')) !== null);
    const strict = start({ change: (dialect) => dialect });
    const client = await strict.come({ back: 'one', sessionId: 'two' });
    expect(client.events).to.deep.equal([]);
  });

  describe('and says later who he is', () => {
    it('finds what he had joined when he has', async () => {
      const server = start({ change: saidLater });
      const before = await server.come({ token: 'alice', sessionId: 'one' });
      const id = await joinedIn(server, before, customer('alice'));
      before.leave();
      const after = await server.come({ back: 'one', sessionId: 'two' });
      expect(await heard(server, after, id), 'nobody is known yet').to.equal(0);
      // The frame behind it is handled after it.
      const told = after.request('auth', { token: 'alice' });
      const sent = after.request('message:send', { conversationId: id, message: 'back' });
      expect(await told).to.include({ success: true });
      expect(await sent).to.include({ success: true });
      expect(await heard(server, after, id)).to.equal(1);
    });

    it('has what he sends handled after that, however long it takes', async () => {
      const asked = Promise.withResolvers<null>();
      const held = Promise.withResolvers<null>();
      let isSlow = false;
      const slow: Store = {
        ...store,
        log: {
          ...store.log,
          load: (id) => async () => {
            const found = await store.log.load(id)();
            if (!isSlow) return found;
            isSlow = false;
            asked.resolve(null);
            await held.promise;
            return found;
          },
        },
      };
      const server = start({ change: saidLater, store: slow });
      const before = await server.come({ token: 'alice', sessionId: 'one' });
      const conversationId = await joinedIn(server, before, customer('alice'));
      before.leave();
      const after = await server.come({ back: 'one', sessionId: 'two' });
      isSlow = true;
      const told = after.request('auth', { token: 'alice' });
      await asked.promise;
      const sent = after.request('message:send', { conversationId, message: 'back' });
      expect(await settled(() => after.came.length)).to.equal(0);
      held.resolve(null);
      expect(await told).to.include({ success: true });
      expect(await sent).to.include({ success: true });
    });

    it('finds it also when the link is gone again before', async () => {
      const server = start({ change: saidLater });
      const before = await server.come({ token: 'alice', sessionId: 'one' });
      const id = await joinedIn(server, before, customer('alice'));
      before.leave();
      (await server.come({ back: 'one', sessionId: 'two' })).leave();
      const after = await server.come({ token: 'alice', back: 'two', sessionId: 'three' });
      expect(await heard(server, after, id)).to.equal(1);
    });

    it('finds nothing where it is not his', async () => {
      const server = start({ change: saidLater });
      const before = await server.come({ token: 'alice', sessionId: 'one' });
      const id = await joinedIn(server, before, customer('alice'));
      const after = await server.come({ back: 'one', sessionId: 'two' });
      await after.request('auth', { token: 'bob' });
      expect(await heard(server, after, id)).to.equal(0);
    });

    it('finds it where he was a new guest until then', async () => {
      const server = start();
      const before = await server.come({ token: 'alice', sessionId: 'one' });
      const id = await joinedIn(server, before, customer('alice'));
      before.leave();
      (await server.come({ back: 'one', sessionId: 'two' })).leave();
      const after = await server.come({ back: 'two', sessionId: 'three' });
      await after.request('auth', { token: 'alice' });
      expect(await heard(server, after, id)).to.equal(1);
    });
  });

  it('has the session of whom he has become', async () => {
    const server = start();
    const before = await server.come({ sessionId: 'one' });
    await before.request('auth', { token: 'alice' });
    const id = await joinedIn(server, before, customer('alice'));
    expect((await saved('one'))?.person).to.equal(personKey(customer('alice')));
    before.leave();
    const after = await server.come({ token: 'alice', back: 'one', sessionId: 'two' });
    expect(await heard(server, after, id)).to.equal(1);
    await after.request('auth', { token: 'alice' });
    expect(await heard(server, after, id), 'with a fresh token of the same person').to.equal(1);
  });

  it('is no longer the guest that he was before he said who he is', async () => {
    const server = start();
    const before = await server.come({ sessionId: 'one' });
    const guestId = identityOf(before);
    await before.request('auth', { token: 'alice' });
    before.leave();
    await until(async () => (await saved('one'))?.person === personKey(customer('alice')));
    const after = await server.come({ back: 'one', sessionId: 'two' });
    expect(identityOf(after)).to.be.a('string').and.not.to.equal(guestId);
  });

  it('is told to come again where the store fails at that moment', async () => {
    let isDown = false;
    const failing: Store = {
      ...store,
      sessions: {
        ...store.sessions,
        find: (key, now) => (isDown ? left(unavailable) : store.sessions.find(key, now)),
      },
    };
    const server = start({ store: failing });
    const before = await server.come({ token: 'alice', sessionId: 'one' });
    const id = await joinedIn(server, before, customer('alice'));
    before.leave();
    isDown = true;
    const refused = await server.admit({ token: 'alice', back: 'one' });
    expect(refused).to.have.nested.property('left.because', 'unavailable');
    isDown = false;
    const after = await server.come({ token: 'alice', back: 'one', sessionId: 'two' });
    expect(await heard(server, after, id)).to.equal(1);
  });

  it('is told to come again where what he had joined cannot be read', async () => {
    let isDown = false;
    const failing: Store = {
      ...store,
      log: { ...store.log, load: (id) => (isDown ? left(unavailable) : store.log.load(id)) },
    };
    const server = start({ store: failing });
    const before = await server.come({ token: 'alice', sessionId: 'one' });
    await joinedIn(server, before, customer('alice'));
    isDown = true;
    const refused = await server.admit({ token: 'alice', back: 'one' });
    expect(refused).to.have.nested.property('left.because', 'unavailable');
  });

  it('hears what is said while he is let in, once', async () => {
    const server = start();
    const before = await server.come({ token: 'alice', sessionId: 'one' });
    const id = await joinedIn(server, before, customer('alice'));
    before.leave();
    let isSaid = false;
    const real = store.log.load;
    const slow: Store = {
      ...store,
      log: {
        ...store.log,
        load: (conversation) => async () => {
          const found = await real(conversation)();
          if (isSaid) return found;
          isSaid = true;
          expectRight(await server.cases.sendMessage(admin(), toSend(id, { text: 'meanwhile' }))());
          return found;
        },
      },
    };
    const other = start({ store: slow, bus: server.bus });
    const after = await other.come({ token: 'alice', back: 'one', sessionId: 'two' });
    await until(() => after.events.includes('message:received'));
    expect(await settled(() => after.all('message:received').length)).to.equal(1);
  });

  it('of whom nothing was saved is nobody', async () => {
    const server = start();
    const before = await server.come({ token: 'alice', sessionId: 'one' });
    before.leave();
    await server.close();
    expect(await answer(store.sessions.find('one', clock.now()))).to.deep.equal(none);
    expect(await saved('one')).to.equal(null);
  });
});
