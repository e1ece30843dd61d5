import { expect } from 'chai';
import { MongoClientClosedError } from 'mongodb';
import { mongoLogFeed } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-log-feed.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import {
  LOG_START,
  type LogEntry,
  type LogFeed,
  type LogPosition,
} from '../../../../../src/application/ports/log-feed.js';
import { expectWhole, follow } from '../../../../contract/log-follower.js';
import { answer } from '../../../../support/answer.js';
import { message, opening, together } from '../../../../support/appends.js';
import { expectLeft } from '../../../../support/expect-either.js';
import { until } from '../../../../support/until.js';
import { gate, withMethod } from './support/gate.js';
import { goOn, longConversation, stored } from './support/long-conversation.js';
import { mongoFixture, type MongoNode } from './support/mongo-fixture.js';

const ALL = 100_000;

const all = (feed: LogFeed, from = LOG_START): Promise<readonly LogEntry[]> =>
  answer(feed.after(from, ALL));

describe('the feed of MongoDB', () => {
  const { node } = mongoFixture();

  const openSome = async (store: MongoNode, count: number): Promise<readonly Append[]> => {
    const batch = Array.from({ length: count }, () => opening());
    await answer(store.log.append(batch));
    return batch;
  };

  const places = async ({ database }: MongoNode): Promise<readonly number[]> =>
    (await database.feed.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

  it('gives nothing a place before somebody reads', async () => {
    const store = await node();
    await longConversation(store, 40);
    expect(await places(store)).to.deep.equal([]);
    expect(await all(store.feed)).to.have.length(40);
    expect(await places(store)).to.deep.equal([1]);
  });

  it('gives places without a gap, one for all that a conversation has waiting', async () => {
    const store = await node();
    const wholes = await openSome(store, 250);
    expectWhole(await all(store.feed), wholes);
    const next = await Promise.all(wholes.slice(0, 30).map((whole) => goOn(store, whole, 6)));
    expectWhole(await all(store.feed), [...next, ...wholes.slice(30)]);
    expect(await places(store)).to.deep.equal(Array.from({ length: 280 }, (_, n) => n + 1));
  });

  it('goes on from within what stands at one place', async () => {
    const store = await node();
    await longConversation(store, 100);
    const entries = await all(store.feed);
    const middle = entries[49]?.position ?? LOG_START;
    expect(await answer(store.feed.after(middle, 10))).to.deep.equal(entries.slice(50, 60));
    expect(await all(store.feed, middle)).to.deep.equal(entries.slice(50));
  });

  it('has everything once after a crash that left places given and nothing marked', async () => {
    const store = await node();
    const wholes = await openSome(store, 20);
    const dying = mongoLogFeed({
      ...store.database,
      heads: withMethod(store.database.heads, 'bulkWrite', () =>
        Promise.reject(new MongoClientClosedError()),
      ),
    });
    expectLeft(await dying.after(LOG_START, ALL)(), 'Unavailable');
    expect(await places(store)).to.have.length(20);
    const next = await Promise.all(wholes.slice(0, 5).map((whole) => goOn(store, whole, 4)));
    expectWhole(await all(store.feed), [...next, ...wholes.slice(5)]);
    const unfed = { unfed: { $exists: true } };
    await until(async () => (await store.database.heads.countDocuments(unfed)) === 0);
  });

  it('has everything once where two nodes give the same places', async () => {
    const [one, two] = [await node(), await node()];
    const wholes = await openSome(one, 30);
    const held = gate();
    const slow = mongoLogFeed({
      ...one.database,
      feed: withMethod(one.database.feed, 'insertMany', async (...args) => {
        await held.pass();
        return one.database.feed.insertMany(...args);
      }),
    });
    const waiting = all(slow);
    await held.reached;
    const seen = await all(two.feed);
    expectWhole(seen, wholes);
    const more = await openSome(two, 5);
    held.open();
    expect((await waiting).slice(0, seen.length)).to.deep.equal(seen);
    const last = seen.at(-1)?.position ?? LOG_START;
    expectWhole(await all(one.feed, last), more);
    expectWhole(await all(two.feed), [...wholes, ...more]);
  });

  it('is the same for all who read at any node while all write, and nothing comes too late', async () => {
    const nodes = [await node(), await node(), await node()];
    const wholes: Append[] = [];
    const write = async (store: MongoNode): Promise<void> => {
      let whole = opening();
      await stored(store, whole);
      for (let n = 0; n < 25; n += 1) {
        const next = message(whole.conversation);
        await stored(store, next);
        whole = together(whole, next);
      }
      wholes.push(whole);
    };
    const writing = Promise.all([...nodes, ...nodes, ...nodes].map(write));
    const readers = await Promise.all(nodes.map(({ feed }) => follow(feed, writing)));
    for (const entries of readers) expectWhole(entries, wholes);
    const [first, ...others] = readers;
    for (const other of others) expect(other).to.deep.equal(first);
  });

  it('takes the oldest first, so that no conversation waits for ever', async () => {
    const store = await node();
    const quiet = opening({ at: 1_000 });
    await answer(store.log.append([quiet]));
    await openSome(store, 300);
    const entries = await answer(store.feed.after('' as LogPosition, 2));
    expect(entries.map(({ event }) => event)).to.deep.equal(quiet.events);
  });
});
