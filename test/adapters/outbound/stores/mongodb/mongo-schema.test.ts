import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import { type Collection, type Db, MongoClient } from 'mongodb';
import type {
  Head,
  SchemaFact,
  Tally,
} from '../../../../../src/adapters/outbound/stores/mongodb/documents.js';
import { fillListings } from '../../../../../src/adapters/outbound/stores/mongodb/fill-listings.js';
import { fillQueues } from '../../../../../src/adapters/outbound/stores/mongodb/fill-queues.js';
import { fillSearch } from '../../../../../src/adapters/outbound/stores/mongodb/fill-search.js';
import { listingOf } from '../../../../../src/adapters/outbound/stores/mongodb/listings.js';
import {
  migrate,
  MIGRATIONS,
} from '../../../../../src/adapters/outbound/stores/mongodb/migrations.js';
import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import { COLLECTIONS } from '../../../../../src/adapters/outbound/stores/mongodb/schema.js';
import { underLock } from '../../../../../src/adapters/outbound/stores/mongodb/schema-lock.js';
import { TallyBook } from '../../../../../src/application/tally-book.js';
import { personKey } from '../../../../../src/domain/actor.js';
import { openSlot, ownerKey } from '../../../../../src/domain/conversation.js';
import { STATE_VERSION } from '../../../../../src/domain/evolve.js';
import { searchKeys } from '../../../../../src/domain/search.js';
import { ticketNumber } from '../../../../../src/domain/ticket.js';
import { admin, agent, customer, guest } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import {
  aliasing,
  claiming,
  closing,
  message,
  note,
  opening,
  rating,
  START,
  ticket,
  together,
} from '../../../../support/appends.js';
import { expectLists } from '../../../../support/expect-lists.js';
import { SINGLE_OPEN } from '../../../../support/channels.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { gate, withMethod } from './support/gate.js';
import { longConversation, stored } from './support/long-conversation.js';
import { mongoFixture } from './support/mongo-fixture.js';

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing failed',
    (error: unknown) => String(error),
  );

describe('the schema of MongoDB', () => {
  const { node, uri } = mongoFixture();
  let client: MongoClient;
  let db: Db;

  beforeEach(() => {
    client = new MongoClient(uri());
    db = client.db();
  });
  afterEach(() => client.close());

  const indexesOf = async (name: string): Promise<readonly string[]> =>
    (await db.collection(name).indexes()).map((index) => index.name ?? '').toSorted();

  it('is made by ten nodes that start at once, and each of them works', async () => {
    const nodes = await Promise.all(Array.from({ length: 10 }, () => node()));
    for (const { log } of nodes) {
      expect(await answer(log.append([opening()]))).to.deep.equal([{ kind: 'appended' }]);
    }
    const numbers = await Promise.all(nodes.map(({ log }) => answer(log.nextNumber())));
    expect(new Set(numbers).size).to.equal(10);
  });

  it('has every index again at the next start, whoever dropped it', async () => {
    await node();
    const names = ['conversations', 'log', 'feed', 'sessions', 'codes', 'tallies'];
    const before = await Promise.all(names.map(indexesOf));
    expect(before.flat()).to.include.members([
      'slot',
      'openings',
      'names',
      'ranges',
      'unfed',
      'until',
      'tickets',
      'ticketPlaces',
      'ownedTickets',
      'search',
      'uncounted',
      'days',
    ]);
    for (const name of names) await db.collection(name).dropIndexes();
    await node();
    expect(await Promise.all(names.map(indexesOf))).to.deep.equal(before);
  });

  it('is refused, and says why, where two bear what one may, because an index was dropped', async () => {
    const first = await node();
    for (const index of ['slot', 'number']) {
      await db.collection('conversations').dropIndex(index);
    }
    const pair = [1, 2].map(() => opening({ channel: SINGLE_OPEN, name: null }));
    for (const one of pair) await stored(first, one);
    const text = await failure(mongoStore({ uri: uri(), logger: silentLogger }));
    expect(text).to.equal(
      'Error: the unique index slot of the collection conversations is gone, and cannot be made ' +
        'again: some documents bear the same. Mend these first, or restore a backup.',
    );
    // What is there is served, by who has been there since.
    const [, second] = pair;
    if (second === undefined) throw new Error('there are two');
    await stored(first, closing(second.conversation));
    await node();
    expect(await indexesOf('conversations')).to.include.members(['slot', 'number']);
  });

  for (const [what, change] of [
    ['dropped', { validator: {}, validationLevel: 'off' }],
    ['made lenient', { validationAction: 'warn' }],
  ] as const) {
    it(`has its validator again at the next start, though it was ${what}`, async () => {
      const first = await node();
      const whole = await longConversation(first, 5);
      await db.command({ collMod: 'conversations', ...change });
      const next = await node();
      const late = message(opening().conversation);
      const gap = { ...late, conversation: { ...late.conversation, id: whole.conversation.id } };
      expect(await answer(next.log.append([gap]))).to.deep.equal([{ kind: 'taken' }]);
      const again = message(whole.conversation, { name: 'm5' });
      expect(await answer(next.log.append([again]))).to.deep.equal([{ kind: 'repeated' }]);
    });
  }

  it('leaves alone what is right, so that a start holds nobody up', async () => {
    await node();
    const commands: string[] = [];
    const watched = new MongoClient(uri(), { monitorCommands: true });
    watched.on('commandStarted', ({ commandName }) => commands.push(commandName));
    const { makeSchema } =
      await import('../../../../../src/adapters/outbound/stores/mongodb/schema.js');
    await makeSchema(watched.db());
    await watched.close();
    expect(commands).to.include('createIndexes');
    expect(commands).not.to.include('collMod');
  });

  it('is not made where it must be there already, and is used where it is', async () => {
    const wanted = { uri: uri(), logger: silentLogger, mustBeThere: true };
    expect(await failure(mongoStore(wanted))).to.equal(
      `Error: there is nothing of Switchboard in the database ${db.databaseName} (see MONGODB_URI)`,
    );
    expect(await db.listCollections().toArray()).to.deep.equal([]);
    await node();
    await node({ mustBeThere: true });
  });

  for (const [what, spoil] of [
    ['gone', () => db.collection('counters').deleteMany({})],
    ['set back', () => db.collection('counters').updateMany({}, { $set: { value: 1 } })],
  ] as const) {
    it(`counts on behind the numbers that are there, though the counter was ${what}`, async () => {
      const first = await node();
      await stored(first, opening({ number: 41 }));
      await spoil();
      const next = await node();
      expect(await answer(next.log.nextNumber())).to.equal(42);
    });

    it(`counts on behind the tickets of each year that are there, though the counter was ${what}`, async () => {
      const first = await node();
      for (const [prefix, year, serial] of [
        ['SMI', 2025, 7],
        ['SMI', 2026, 999_999],
        ['ABC', 2026, 1_000_000],
        ['SMI', 2026, 12],
        ['ZZZ', 2024, 3],
      ] as const) {
        const number = ticketNumber(prefix, year, serial);
        await stored(first, opening({ ticket: ticket({ number }) }));
      }
      await stored(first, opening({ ticket: ticket({ number: 'of another kind' }) }));
      await answer(first.log.nextTicketSerial(2023));
      await spoil();
      const next = await node();
      const given = [];
      for (const year of [2024, 2025, 2026, 2027]) {
        given.push(await answer(next.log.nextTicketSerial(year)));
      }
      expect(given).to.deep.equal([4, 8, 1_000_001, 1]);
    });
  }

  it('says which index refused an append that no rule of the log refuses', async () => {
    const logger = new RecordingLogger();
    const { log } = await node({ logger });
    const [first, second] = [opening({ number: 41 }), opening({ number: 41 })];
    expect(await answer(log.append([first]))).to.deep.equal([{ kind: 'appended' }]);
    expect(await answer(log.append([second]))).to.deep.equal([{ kind: 'unavailable' }]);
    expect(logger.entries.at(-1)?.fields).to.deep.include({
      error: { code: 11_000, index: 'number' },
    });
  });

  it('of a newer version is refused, and left as it is', async () => {
    const first = await node();
    await first.close();
    await db.collection('schema').updateOne({ _id: 'version' as never }, { $set: { version: 99 } });
    await db.collection('log').dropIndexes();
    const text = await failure(mongoStore({ uri: uri(), logger: silentLogger }));
    expect(text).to.contain('newer Switchboard').and.to.contain('version 99');
    expect(await indexesOf('log')).to.deep.equal(['_id_']);
  });

  it('is migrated once, however many begin together', async () => {
    await node();
    const done: number[] = [];
    const steps = [1, 2, 3].map((step) => () => {
      done.push(step);
      return Promise.resolve();
    });
    const all = [...MIGRATIONS, ...steps];
    await Promise.all(Array.from({ length: 5 }, () => migrate(db, all)));
    await migrate(db, all);
    expect(done).to.deep.equal([1, 2, 3]);
  });

  describe('of an earlier version', function () {
    // Each makes a database of that version first.
    this.timeout(60_000);
    const claimed = opening({ departmentId: 'sales' });
    const [common, closed, waiting] = [opening(), opening(), opening()];
    const came = opening({ owner: guest('guest_b'), text: null, newcomerUntil: START + 60_000 });
    const sold = opening({ departmentId: 'sales' });
    const mine = together(sold, claiming(sold.conversation, agent('tom', ['sales'])));
    const ended = closing(mine.conversation, null, START + 5_000);
    const wholes = [
      opening({ subject: 'Über alles' }),
      opening({ departmentId: 'billing', type: 'onboarding' }),
      together(claimed, claiming(claimed.conversation, agent('tom', ['sales']))),
      together(common, claiming(common.conversation, agent('tom'))),
      together(waiting, message(waiting.conversation)),
      together(closed, closing(closed.conversation)),
      together(mine, ended, rating(ended.conversation)),
      opening(),
      together(came, aliasing(came.conversation, waiting.conversation.id)),
      opening({ owner: guest('guest_a'), text: null, newcomerUntil: START + 60_000 }),
    ];
    const states = wholes.map(({ conversation }) => conversation);
    const heads = () => db.collection<Head>(COLLECTIONS.heads);

    /** The database, with conversations that are written otherwise. */
    const withHeads = (collection: Collection<Head>): Db => {
      const named = (name: string) =>
        name === COLLECTIONS.heads ? collection : db.collection(name);
      return withMethod(db, 'collection', named as unknown as Db['collection']);
    };

    /** As it was stored by one who knew so many steps. */
    const setBack = async (version: number): Promise<void> => {
      const { log } = await node();
      await answer(log.append(wholes));
      const listing = {
        department: '',
        status: '',
        type: '',
        isAssigned: '',
        assigned: '',
        hiddenUntil: '',
        activity: '',
      } as const;
      const later = { searchKeys: '', uncounted: '' } as const;
      await heads().updateMany({}, { $unset: { ...listing, ...later } });
      // Nothing waits any more that could be counted after this.
      await db.collection<Tally>(COLLECTIONS.tallies).deleteMany({});
      for (const step of MIGRATIONS.slice(0, version)) await step(db);
      await db
        .collection<SchemaFact>(COLLECTIONS.schema)
        .updateOne({ _id: 'version' }, { $set: { version } });
    };

    for (const version of [1, 2, 3]) {
      it(`${version} has its conversations in the lists of staff, when two nodes have started at once`, async () => {
        await setBack(version);
        for (const one of await Promise.all([node(), node()])) await expectLists(one, states);
        for (const one of await heads().find().toArray()) expect(one).not.to.have.property('open');
      });
    }

    it('2 has what is found as if it had just been stored', async () => {
      await setBack(2);
      const before = { open: { $exists: true }, status: { $exists: false } } as const;
      expect(await heads().countDocuments(before)).to.equal(states.length);
      await node();
      for (const state of states) {
        const one = await heads().findOne({ number: state.number });
        const { set, unset } = listingOf(state);
        expect(one).to.deep.include(set);
        expect(one).not.to.have.any.keys('open', ...Object.keys(unset));
      }
    });

    it('2 has no index any more that nothing is read from', async () => {
      await setBack(2);
      const now = await indexesOf('conversations');
      await heads().createIndexes([
        { name: 'listed', key: { open: 1, type: 1, activity: -1 } },
        { name: 'assigned', key: { assigned: 1, open: 1 } },
      ]);
      await node();
      expect(await indexesOf('conversations')).to.deep.equal(now);
    });

    it('4 has what lists of what is assigned were read from no more', async () => {
      await setBack(4);
      const now = await indexesOf('conversations');
      const key = { assigned: 1, status: 1, type: 1, activity: -1, department: 1 } as const;
      await heads().createIndexes([{ name: 'assignedQueues', key }]);
      await node();
      expect(await indexesOf('conversations')).to.deep.equal(now);
    });

    it('3 has what staff search for, as if it had just been stored', async () => {
      await setBack(3);
      const { queries } = await node();
      for (const state of states) {
        const one = await heads().findOne({ number: state.number });
        expect(one?.searchKeys).to.deep.equal([...searchKeys(state)]);
      }
      const filter = { status: null, type: null, assignee: null, search: ['uber'] };
      const stretch = { after: null, skip: 0, limit: 10 };
      const found = await answer(queries.listed(admin(), filter, stretch, START));
      expect(found).to.deep.equal({ items: states.slice(0, 1), total: 1 });
    });

    it('3 has counted once what was closed and rated in it, though the step was broken off', async () => {
      await setBack(3);
      const collection = heads();
      const bulkWrite = collection.bulkWrite.bind(collection);
      collection.bulkWrite = async (writes, options) => {
        await bulkWrite(writes.slice(0, states.length / 2), options);
        throw new Error('it is dead');
      };
      const broken = fillSearch(withHeads(collection));
      expect(await failure(broken)).to.contain('it is dead');
      const [one] = await Promise.all([node(), node()]);
      expect(await heads().countDocuments({ uncounted: { $exists: true } })).to.equal(0);
      const book = new TallyBook();
      for (const whole of wholes) book.add(whole);
      for (const viewer of [admin(), agent('tom'), agent('sue', ['sales'])]) {
        const found = await answer(one.queries.tallies(viewer, 0, START));
        expect(found).to.deep.equal(book.tallies(states, viewer, 0, START));
        expect(found.closed.size).to.be.greaterThan(0);
      }
    });

    const fillings = [
      ['type', fillListings],
      ['status', fillQueues],
      ['searchKeys', fillSearch],
    ] as const;
    for (const [field, fill] of fillings) {
      it(`has ${field} filled in too where a node of that version goes on meanwhile`, async () => {
        await setBack(1);
        const collection = heads();
        const bulkWrite = collection.bulkWrite.bind(collection);
        let isFirst = true;
        collection.bulkWrite = async (...writes) => {
          if (isFirst) await collection.updateMany({}, { $inc: { lastSeq: 1, expects: 1 } });
          isFirst = false;
          return bulkWrite(...writes);
        };
        await fill(withHeads(collection));
        expect(await heads().countDocuments({ [field]: { $exists: false } })).to.equal(0);
      });
    }
  });

  it('goes on with the step that failed', async () => {
    await node();
    const done: string[] = [];
    const step = (name: string) => () => {
      done.push(name);
      return Promise.resolve();
    };
    const failing = () => Promise.reject(new Error('the disk is full'));
    const broken = [...MIGRATIONS, step('one'), failing, step('three')];
    expect(await failure(migrate(db, broken))).to.contain('the disk is full');
    await migrate(db, [...MIGRATIONS, step('one'), step('two'), step('three')]);
    expect(done).to.deep.equal(['one', 'two', 'three']);
  });

  it('is changed by one at a time, until the lease of one that died is over', async () => {
    await node();
    const facts = db.collection<never>('schema') as unknown as Parameters<typeof underLock>[0];
    const held = gate();
    const order: string[] = [];
    const first = underLock(facts, async () => {
      order.push('first');
      await held.pass();
      order.push('first is done');
    });
    await held.reached;
    const second = underLock(facts, () => {
      order.push('second');
      return Promise.resolve();
    });
    held.open();
    await Promise.all([first, second]);
    expect(order).to.deep.equal(['first', 'first is done', 'second']);
    const until = new Date(Date.now() + 300);
    await facts.updateOne({ _id: 'lock' }, { $set: { until } });
    await underLock(facts, () => Promise.resolve());
    expect(Date.now()).to.be.at.least(until.getTime());
  });

  it('folds a state of an earlier version anew, wherever it is read', async () => {
    const { log, queries, database } = await node();
    const first = opening({ channel: SINGLE_OPEN });
    let whole = first;
    await stored({ log }, first);
    for (let n = 0; n < 40; n += 1) {
      const next = n % 3 === 0 ? note(whole.conversation) : message(whole.conversation);
      await stored({ log }, next);
      whole = together(whole, next);
    }
    await database.heads.updateMany({}, { $set: { state: '{}', stateVersion: STATE_VERSION - 2 } });
    const { conversation } = whole;
    const { id, number } = conversation;
    expect(await answer(log.load(id))).to.deep.equal(some(conversation));
    expect(await answer(log.loadByNumber(number))).to.deep.equal(some(conversation));
    const owner = ownerKey(conversation.owner);
    expect(owner).to.equal(personKey(customer()));
    const page = await answer(queries.owned(owner, { page: 1, limit: 10 }));
    expect(page).to.deep.equal({ items: [conversation], total: 1 });
    await stored({ log }, closing(conversation));
    expect(await answer(log.findOpen(openSlot(conversation) ?? ''))).to.deep.equal(none);
    expect((await database.heads.findOne({ _id: id }))?.stateVersion).to.equal(STATE_VERSION);
  });
});
