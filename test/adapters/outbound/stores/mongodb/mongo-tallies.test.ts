import { expect } from 'chai';
import { MongoNetworkError } from 'mongodb';
import type { MongoDatabase } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-database.js';
import { moveSamples } from '../../../../../src/adapters/outbound/stores/mongodb/move-samples.js';
import { mongoStoreOn } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import { tallyCounter } from '../../../../../src/adapters/outbound/stores/mongodb/tally-counter.js';
import { TallyBook } from '../../../../../src/application/tally-book.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import type { Store } from '../../../../../src/application/ports/store.js';
import type { Conversation } from '../../../../../src/domain/conversation.js';
import type { Tallies } from '../../../../../src/domain/statistics.js';
import { admin, agent } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import {
  claiming,
  closing,
  message,
  opening,
  rating,
  START,
  together,
} from '../../../../support/appends.js';
import { expectLeft } from '../../../../support/expect-either.js';
import { until } from '../../../../support/until.js';
import { gate, withMethod } from './support/gate.js';
import { stored } from './support/long-conversation.js';
import { mongoFixture } from './support/mongo-fixture.js';

/** More than are counted together. */
const MANY = 700;

const tallies = ({ queries }: Store): Promise<Tallies> =>
  answer(queries.tallies(admin(), 0, START));

/** Opened, claimed, answered and closed within the append that opens it. */
const brief = (id = 'tom', departmentId: string | null = null): Append => {
  const tom = agent(id, departmentId === null ? [] : [departmentId]);
  const first = opening({ departmentId });
  const claimed = claiming(first.conversation, tom);
  const answered = message(claimed.conversation, { by: tom, at: START + 5_000 });
  return together(first, claimed, answered, closing(answered.conversation, null, START + 9_000));
};

const lost = (): Promise<never> => Promise.reject(new MongoNetworkError('the connection is gone'));

describe('what MongoDB counts for statistics', () => {
  const { node } = mongoFixture();

  /** What waits in the documents of conversations. */
  const waiting = ({ heads }: MongoDatabase): Promise<number> =>
    heads.countDocuments({ uncounted: { $exists: true } });

  /** As one who is never heard of again before he has counted anything. */
  const silenced = (database: MongoDatabase): Store =>
    mongoStoreOn({
      ...database,
      tallies: withMethod(database.tallies, 'bulkWrite', () =>
        Promise.reject(new Error('it is dead')),
      ),
    });

  it('is counted soon after it is stored, though nobody asks', async () => {
    const { log, database } = await node();
    await stored({ log }, brief());
    await until(async () => (await waiting(database)) === 0);
    expect(await database.tallies.countDocuments({ 'closed.9': 1 })).to.equal(1);
  });

  it('waits in its conversation until somebody reads, where its writer has died', async () => {
    const { database } = await node();
    await stored(silenced(database), brief());
    expect(await waiting(database)).to.equal(1);
    for (const reader of [await node(), await node()]) {
      const { answered, closed, byAssignee } = await tallies(reader);
      expect(answered).to.deep.equal(new Map([[5, 1]]));
      expect(closed).to.deep.equal(new Map([[9, 1]]));
      expect(byAssignee.get('tom')?.closed).to.equal(1);
    }
    expect(await waiting(database)).to.equal(0);
  });

  it('is all counted before it is read, however much waits', async () => {
    const { database } = await node();
    const { log } = silenced(database);
    await answer(log.append(Array.from({ length: MANY }, () => brief())));
    expect(await waiting(database)).to.equal(MANY);
    expect((await tallies(await node())).closed).to.deep.equal(new Map([[9, MANY]]));
  });

  it('is counted once, though many count it at once, and others are stored meanwhile', async () => {
    const { database } = await node();
    const old = silenced(database);
    const before = Array.from({ length: 100 }, (_, n) => brief(`tom ${n % 3}`, ['a', 'b'][n % 2]));
    await answer(old.log.append(before));
    const nodes = await Promise.all(Array.from({ length: 4 }, () => node()));
    const meanwhile = nodes.flatMap((one) =>
      Array.from({ length: 10 }, async () => {
        const append = brief('sue', 'a');
        await stored(one, append);
        const { closed } = await tallies(one);
        expect(closed.get(9)).to.be.greaterThan(100);
      }),
    );
    await Promise.all(meanwhile);
    for (const one of nodes) {
      const { answered, closed } = await tallies(one);
      expect([answered.get(5), closed.get(9)]).to.deep.equal([140, 140]);
    }
    expect(await waiting(database)).to.equal(0);
  });

  for (const what of [
    'before anything has changed',
    'when it has been added',
    'when it has been taken away',
  ] as const) {
    it(`is lost and doubled by nobody who fails ${what}`, async () => {
      const { database } = await node();
      let failures = 0;
      const failsTwice = async (when: typeof what): Promise<void> => {
        if (when !== what) return;
        failures += 1;
        if (failures <= 2) await lost();
      };
      const counts = withMethod(database.tallies, 'bulkWrite', async (...args) => {
        await failsTwice('before anything has changed');
        return database.tallies.bulkWrite(...args);
      });
      const heads = withMethod(database.heads, 'updateMany', async (...args) => {
        await failsTwice('when it has been added');
        const result = await database.heads.updateMany(...args);
        await failsTwice('when it has been taken away');
        return result;
      });
      const store = mongoStoreOn({ ...database, heads, tallies: counts });
      await stored(store, brief());
      expect((await tallies(store)).closed).to.deep.equal(new Map([[9, 1]]));
      expect(failures).to.be.greaterThan(0);
    });
  }

  it('is counted by nobody who has read it too long ago', async () => {
    const { database } = await node();
    const { id } = await stored(silenced(database), brief());
    const late = await moveSamples(database, [id], 0).catch(String);
    expect(late).to.equal('NotYet: samples were read too long ago');
    expect(await waiting(database)).to.equal(1);
    await moveSamples(database, [id]);
    expect((await tallies(await node())).closed).to.deep.equal(new Map([[9, 1]]));
  });

  it('is known to its tally by name as long as somebody might add it again', async () => {
    const { database } = await node();
    const known = async () =>
      (await database.tallies.find().toArray()).flatMap(({ applied }) => applied).length;
    const old = silenced(database);
    for (const [keptFor, count] of [
      [60_000, 2],
      [0, 2],
      [0, 2],
    ] as const) {
      await stored(old, brief());
      await tallyCounter(database, keptFor).countAll();
      expect(await known()).to.equal(count);
    }
    expect((await tallies(await node())).closed).to.deep.equal(new Map([[9, 3]]));
  });

  it('is forgotten in the end though he has ended who had added it', async () => {
    const { database } = await node();
    const old = silenced(database);
    await stored(old, brief());
    await tallyCounter(database).countAll();
    const [tally] = await database.tallies.find().toArray();
    expect(tally?.applied).to.have.length(2);
    const next = tallyCounter(database, 0);
    await next.countAll();
    await stored(old, brief());
    await next.countAll();
    expect((await database.tallies.findOne())?.applied).to.deep.equal([]);
    expect((await tallies(await node())).closed).to.deep.equal(new Map([[9, 2]]));
  });

  it('is done anew where the conversation goes on before it has been counted', async () => {
    const { database } = await node();
    const state = await stored(silenced(database), brief());
    const other = await node();
    const hanging = gate();
    const heads = withMethod(database.heads, 'updateMany', async (...args) => {
      await hanging.pass();
      return database.heads.updateMany(...args);
    });
    const asked = tallies(mongoStoreOn({ ...database, heads }));
    await hanging.reached;
    // What it is about to count has more in it by then, and is counted by another already.
    await stored(other, rating(state));
    expect((await tallies(other)).closed).to.deep.equal(new Map([[9, 1]]));
    hanging.open();
    for (const { closed, byAssignee } of [await asked, await tallies(other)]) {
      expect(closed).to.deep.equal(new Map([[9, 1]]));
      expect(byAssignee.get('tom')).to.deep.equal({ open: 0, closed: 1, ratings: 1, stars: 4 });
    }
  });

  it('holds up no append, and is unavailable itself where it cannot be counted', async () => {
    const { database } = await node({ patience: 200 });
    const store = mongoStoreOn({
      ...database,
      tallies: withMethod(database.tallies, 'bulkWrite', lost),
    });
    await stored(store, brief());
    expectLeft(await store.queries.tallies(admin(), 0, START)(), 'Unavailable');
    await stored(store, opening());
    expect((await tallies(await node())).closed).to.deep.equal(new Map([[9, 1]]));
  });

  it('is of whoever did it, whatever his id and his department are', async () => {
    const book = new TallyBook();
    const states: Conversation[] = [];
    const store = await node();
    const odd = ['', 'null', 'a.b', '$set', '0', 'ä', '__proto__', '\ud800', '\udfff', 'a\0b', ' '];
    for (const [n, text] of odd.entries()) {
      const by = agent(text, [text]);
      const first = opening({ departmentId: text });
      const claimed = claiming(first.conversation, by);
      const closed = closing(claimed.conversation, null, START + n * 1_000);
      for (const whole of [
        together(first, claimed, closed, rating(closed.conversation)),
        opening({ departmentId: text }),
      ]) {
        book.add(whole);
        states.push(await stored(store, whole));
      }
      const open = opening({ departmentId: text });
      const mine = together(open, claiming(open.conversation, by));
      book.add(mine);
      states.push(await stored(store, mine));
    }
    for (const viewer of [admin(), ...odd.map((text) => agent(text, [text])), agent('sue', odd)]) {
      const found = await answer(store.queries.tallies(viewer, 0, START));
      expect(found).to.deep.equal(book.tallies(states, viewer, 0, START));
    }
  });

  it('says whose open ones are, though the one by which he was found has gone to another', async () => {
    const store = await node();
    const [first, second] = [opening(), opening()];
    await answer(store.log.append([first, second]));
    const mine = await stored(store, claiming(first.conversation, agent('tom')));
    await stored(store, claiming(second.conversation, agent('sue')));
    await stored(store, closing(mine));
    const { byAssignee } = await tallies(await node());
    expect(byAssignee).to.deep.equal(
      new Map([
        ['sue', { open: 1, closed: 0, ratings: 0, stars: 0 }],
        ['tom', { open: 0, closed: 1, ratings: 0, stars: 0 }],
      ]),
    );
  });
});
