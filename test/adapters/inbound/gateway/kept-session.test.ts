import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { SessionEntry } from '../../../../src/application/ports/sessions.js';
import type { Store } from '../../../../src/application/ports/store.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { admin, customer } from '../../../support/actors.js';
import { expectRight } from '../../../support/expect-either.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/settled.js';
import { smallGateway } from '../../../support/small-gateway.js';
import { until } from '../../../support/until.js';

describe('what a client has joined', () => {
  let saves: (readonly SessionEntry[])[];
  /** A save waits for it where there is one. */
  let held: PromiseWithResolvers<void> | null;
  let isDown: boolean;

  beforeEach(() => {
    saves = [];
    held = null;
    isDown = false;
  });

  const start = () => {
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      sessions: {
        ...inner.sessions,
        save: (entries, now) => async () => {
          saves.push(entries);
          await held?.promise;
          const save = isDown ? left(unavailable) : inner.sessions.save(entries, now);
          return save();
        },
      },
    };
    const people = [customer('alice'), admin()];
    const server = smallGateway(people, { store, times: { retry: 1 } });
    const opened = async () => {
      const started = await server.cases.startConversation(customer('alice'), toStart())();
      return expectRight(started).conversation.id;
    };
    return { ...server, opened };
  };

  const joinedIn = (entries: readonly SessionEntry[] | undefined): readonly string[] =>
    entries?.flatMap(({ session }) => session.joined.map(({ name }) => name)) ?? [];

  it('is saved before he is told that he has, and he hears the rest after that', async () => {
    const { come, cases, opened } = start();
    const conversationId = await opened();
    const client = await come({ token: 'alice', sessionId: 'one' });
    client.came.length = 0;
    held = Promise.withResolvers();
    const joined = client.request('conversation:join', { conversationId });
    await until(() => saves.length === 1);
    expect(joinedIn(saves[0])).to.deep.equal([conversationId]);
    for (const text of ['one', 'two']) {
      expectRight(await cases.sendMessage(admin(), toSend(conversationId, { text }))());
    }
    expect(await settled(() => client.came.length)).to.equal(0);
    held.resolve();
    expect(await joined).to.include({ success: true });
    await until(() => client.all('message:received').length === 2);
    expect(client.events).to.deep.equal([
      'conversation:joined',
      'answer',
      'message:received',
      'message:received',
    ]);
  });

  it('is saved before he is told that he has left', async () => {
    const { come, opened } = start();
    const conversationId = await opened();
    const client = await come({ token: 'alice', sessionId: 'one' });
    await client.request('conversation:join', { conversationId });
    client.came.length = 0;
    held = Promise.withResolvers();
    const parted = client.request('conversation:leave', { conversationId });
    await until(() => saves.length === 2);
    expect(joinedIn(saves[1])).to.deep.equal([]);
    expect(await settled(() => client.came.length)).to.equal(0);
    held.resolve();
    await parted;
    expect(client.events).to.deep.equal(['conversation:left', 'answer']);
  });

  it('is heard though it cannot be saved, and is saved when that works again', async () => {
    const { come, cases, opened, store } = start();
    const conversationId = await opened();
    const client = await come({ token: 'alice', sessionId: 'one' });
    isDown = true;
    const answer = await client.request('conversation:join', { conversationId });
    expect(answer).to.include({ success: true });
    expectRight(await cases.sendMessage(admin(), toSend(conversationId))());
    expect(client.all('message:received')).to.have.length(1);
    await until(() => saves.length > 3);
    isDown = false;
    const key = saves[0]?.[0]?.key ?? '';
    await until(async () => isSome(expectRight(await store.sessions.find(key, Date.now())())));
  });

  it('is saved for joins, leaves and another person, and for nothing else', async () => {
    const { come, opened } = start();
    const [one, two] = [await opened(), await opened()];
    const client = await come({ token: 'alice', sessionId: 'one' });
    expect(saves, 'nothing to come back to').to.have.length(0);
    for (const conversationId of [one, two]) {
      await client.request('conversation:join', { conversationId });
    }
    expect(saves.map(joinedIn)).to.deep.equal([[one], [one, two]]);
    for (const conversationId of [one, two]) {
      for (let n = 0; n < 10; n += 1) {
        await client.request('message:send', { conversationId, message: `message ${n}` });
      }
      await client.request('typing:start', { conversationId });
    }
    expect(saves).to.have.length(2);
    client.leave();
    expect(await settled(() => saves.length)).to.equal(2);
  });

  it('is not saved for a client that has no id to come back by', async () => {
    const { come, opened } = start();
    const client = await come({ token: 'alice' });
    await client.request('conversation:join', { conversationId: await opened() });
    expect(await settled(() => saves.length)).to.equal(0);
  });

  it('is saved when the server stops', async () => {
    const { come, opened, close } = start();
    const conversationId = await opened();
    const before = await come({ token: 'alice', sessionId: 'one' });
    await before.request('conversation:join', { conversationId });
    await come({ token: 'alice', back: 'one', sessionId: 'two' });
    await close();
    expect(saves.map(joinedIn)).to.deep.equal([[conversationId], [conversationId]]);
  });
});
