import { expect } from 'chai';
import { MongoClient, type Document } from 'mongodb';
import { jobOf } from '../../../../../src/adapters/outbound/stores/mongodb/append-job.js';
import { refusedJobs } from '../../../../../src/adapters/outbound/stores/mongodb/refused-jobs.js';
import { LOG_START } from '../../../../../src/application/ports/log-feed.js';
import { personKey } from '../../../../../src/domain/actor.js';
import { type Conversation, slotOf } from '../../../../../src/domain/conversation.js';
import { STATE_VERSION } from '../../../../../src/domain/evolve.js';
import { MAX_FOUND, wantedKeys } from '../../../../../src/domain/search.js';
import { ticketKeys } from '../../../../../src/domain/ticket.js';
import { admin, agent, customer } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import {
  claiming,
  closing,
  message,
  moving,
  opening,
  START,
  ticket,
  ticketing,
} from '../../../../support/appends.js';
import { SINGLE_OPEN } from '../../../../support/channels.js';
import { readConversation, reading } from '../../../../support/read-marks.js';
import { newCode } from '../../../../support/codes.js';
import { session } from '../../../../support/sessions.js';
import { longConversation, nameAt } from './support/long-conversation.js';
import { mongoFixture, type MongoNode } from './support/mongo-fixture.js';

const ALICE = personKey(customer());
const SLOT = slotOf(SINGLE_OPEN, ALICE, 'general');

/** More departments than the server merges in order by itself. */
const MANY = Array.from({ length: 60 }, (_, n) => `department ${n}`);

const FILTERS = ([null, 'open', 'waiting_user'] as const).flatMap((status) =>
  [null, 'nobody' as const, { id: 'tom' }].map((assignee) => ({ status, assignee })),
);

/** What the server wrote down of one thing that it was asked to do. */
interface Profiled {
  readonly collection: string;
  readonly kind: string;
  readonly plan: string;
  readonly isSorted: boolean;
  readonly examined: number;
  /** Of an index. */
  readonly keys: number;
  readonly returned: number;
  readonly asked: string;
}

const profiledOf = (entry: Document): Profiled => {
  const command = (entry['command'] ?? {}) as Document;
  return {
    collection: String(entry['ns']).split('.').slice(1).join('.'),
    kind:
      entry['op'] === 'command' || entry['op'] === 'query'
        ? (Object.keys(command)[0] ?? '')
        : String(entry['op']),
    plan: String(entry['planSummary'] ?? ''),
    isSorted: entry['hasSortStage'] === true,
    examined: Number(entry['docsExamined'] ?? 0),
    keys: Number(entry['keysExamined'] ?? 0),
    returned: Number(entry['nreturned'] ?? 0),
    asked: JSON.stringify(command).slice(0, 300),
  };
};

/** All that one application asks of a database while it works, as the server did it. */
const profile = async (
  uri: string,
  appName: string,
  work: () => Promise<unknown>,
): Promise<readonly Profiled[]> => {
  const client = new MongoClient(uri);
  try {
    // As large as to forget nothing; by itself it would be a megabyte.
    await client.db().createCollection('system.profile', { capped: true, size: 2 ** 26 });
    await client.db().command({ profile: 2 });
    await work();
    await client.db().command({ profile: 0 });
    const named = { appName: new RegExp(`^${appName}(?:/|$)`) };
    const entries = await client.db().collection('system.profile').find(named).toArray();
    return entries.map(profiledOf);
  } finally {
    await client.close();
  }
};

const READS_OR_CHANGES = new Set([
  'find',
  'aggregate',
  'findAndModify',
  'findandmodify',
  'update',
  'getmore',
  'count',
  'remove',
]);

const looked = (all: readonly Profiled[]): readonly Profiled[] =>
  all.filter(
    ({ kind, collection }) => READS_OR_CHANGES.has(kind) && collection !== 'system.profile',
  );

/** Those that walk a collection, or sort what they found. */
const bad = (all: readonly Profiled[]): readonly Profiled[] =>
  looked(all).filter(
    ({ plan, isSorted }) =>
      !/IXSCAN|IDHACK|COUNT_SCAN|DISTINCT_SCAN|^EOF$/.test(plan) ||
      plan.includes('COLLSCAN') ||
      isSorted,
  );

describe('the query plans of MongoDB', () => {
  const { node, uri } = mongoFixture();

  const fill = async ({ log, codes }: MongoNode): Promise<void> => {
    const others = Array.from({ length: 300 }, (_, n) =>
      opening({ owner: customer(n % 2 === 0 ? 'alice' : `other-${n}`), name: `other ${n}` }),
    );
    await answer(log.append(others));
    for (let n = 0; n < 100; n += 1) {
      await answer(codes.keep(newCode({ target: null, isBound: false }), Date.now()));
    }
  };

  /** What there is of tickets, searches and statistics. */
  const askOfTickets = async ({ log, queries }: MongoNode, state: Conversation): Promise<void> => {
    const ticketed = ticketing(state);
    const [key = ''] =
      ticketed.conversation.ticket === null ? [] : ticketKeys(ticketed.conversation.ticket);
    await answer(log.append([ticketed]));
    await answer(log.append([opening({ ticket: ticket({ number: key }) })]));
    await answer(log.loadByTicket(key));
    await answer(log.nextTicketSerial(2026));
    await answer(log.skipTicketSerials(2026, 10));
    await answer(queries.ownedTickets(ALICE, { page: 1, limit: 20 }));
    for (const viewer of [admin(), agent('tom', ['sales', 'repair']), agent('max', MANY)]) {
      for (const typed of ['ali', 'al exa', 'smi-2026 alice a failed transfer of mine']) {
        const filter = { status: null, type: null, assignee: null, search: wantedKeys(typed) };
        const stretch = { after: null, skip: 0, limit: 20 };
        await answer(queries.listed(viewer, filter, stretch, START));
      }
      await answer(queries.tallies(viewer, 0, START));
    }
  };

  /** Everything that the ports can be asked, on the ways that lead to another command too. */
  const askEverything = async (store: MongoNode): Promise<void> => {
    const { log, queries, feed, agents, sessions, reads, codes, database } = store;
    const whole = await longConversation(store, 100);
    const state = whole.conversation;
    const { id } = state;
    const single = opening({ channel: SINGLE_OPEN, name: 'o1' });
    const other = opening({ channel: SINGLE_OPEN, owner: customer('bob') });
    await answer(log.append([single, other]));
    await answer(
      log.append([
        opening({ channel: SINGLE_OPEN }),
        moving(other.conversation, customer('alice')),
        message(state, { name: nameAt(5) }),
        message(opening().conversation),
      ]),
    );
    await answer(log.append([closing(single.conversation)]));
    const early = { ...message(state), expectedSeq: 5 };
    await refusedJobs(database)(new Map([[jobOf(early, Infinity), null]]), () => undefined);
    await answer(log.load(id));
    await answer(log.loadByNumber(state.number));
    await answer(log.read(id, 10, 30));
    await answer(log.read(id, 0, 1_000));
    for (const seq of [5, 99]) await answer(log.findMessage(id, ALICE, nameAt(seq)));
    await answer(log.findOpening(ALICE, 'o1'));
    await answer(log.findOpen(SLOT));
    await answer(log.nextNumber());
    await answer(log.skipNumbers(10));
    await answer(queries.owned(ALICE, { page: 2, limit: 20 }));
    for (const viewer of [admin(), agent('tom', ['sales', 'repair']), agent('max', MANY)]) {
      for (const filter of FILTERS) {
        const after = { updatedAt: START, number: 50 };
        const stretch = { after, skip: 5, limit: 20 };
        await answer(
          queries.listed(viewer, { ...filter, type: null, search: null }, stretch, START),
        );
        await answer(
          queries.listed(
            viewer,
            { ...filter, type: 'general', search: null },
            { ...stretch, after: null },
            START,
          ),
        );
      }
    }
    await askOfTickets(store, state);
    await answer(queries.openAssigned(['tom', 'max', 'nobody']));
    await answer(queries.messages(id, 10, 20));
    await database.heads.updateOne({ _id: id }, { $set: { stateVersion: STATE_VERSION - 1 } });
    await answer(log.load(id));
    const [entry] = await answer(feed.after(LOG_START, 1));
    await answer(feed.after(entry?.position ?? LOG_START, 1_000));
    await answer(log.append([message(state)]));
    await database.heads.updateOne({ _id: id }, { $set: { fed: 0 } });
    await answer(feed.after(LOG_START, 100_000));
    await answer(agents.remember(agent()));
    await answer(agents.find('sarah'));
    await answer(agents.list('sarah', 10));
    await answer(sessions.save([{ key: 'key', session: session() }], Date.now()));
    await answer(sessions.find('key', Date.now()));
    for (let n = 0; n < 2; n += 1) {
      await answer(reads.mark(Array.from({ length: 90 }, (_, seq) => reading(seq + 1))));
    }
    await answer(reads.within(readConversation(1), 10, 12));
    const [bound, anybodys] = [newCode(), newCode({ target: null, isBound: false })];
    const now = Date.now();
    for (const code of [bound, anybodys, newCode({ key: anybodys.key })])
      await answer(codes.keep(code, now));
    await answer(codes.live([bound.id, anybodys.id, 'none'], now));
    for (const by of [ALICE, null]) await answer(codes.redeem({ key: 'wrong', by }, now));
    await answer(codes.redeem({ key: bound.key, by: ALICE }, now));
    await answer(codes.redeem({ key: anybodys.key, by: null }, now));
    await answer(store.health());
  };

  it('use an index for every command of every port, and sort nothing', async () => {
    const asked = await profile(uri(), 'switchboard', async () => {
      const store = await node();
      await fill(store);
      await askEverything(store);
    });
    const seen = new Set(looked(asked).map(({ kind, collection }) => `${kind} ${collection}`));
    expect([...seen]).to.include.members([
      'find conversations',
      'update conversations',
      'aggregate conversations',
      'find log',
      'find feed',
      'find staff',
      'update staff',
      'find sessions',
      'update sessions',
      'find reads',
      'update reads',
      'find codes',
      'update codes',
      'remove codes',
      'find schema',
    ]);
    expect(bad(asked)).to.deep.equal([]);
  });

  it('look at hardly more documents than they give', async () => {
    const store = await node();
    await fill(store);
    const asked = await profile(uri(), 'switchboard', () => askEverything(store));
    const finds = looked(asked).filter(({ kind }) => kind === 'find');
    expect(finds.filter(({ examined, returned }) => examined > returned + 20)).to.deep.equal([]);
  });

  it('read nothing of a page of a list that is past its end', async () => {
    const store = await node();
    await fill(store);
    const stretch = { after: null, skip: 1_000, limit: 20 };
    const asked = await profile(uri(), 'switchboard', async () => {
      for (const viewer of [admin(), agent('tom', ['sales'])]) {
        const filter = { status: null, type: null, assignee: null, search: null };
        const { items, total } = await answer(store.queries.listed(viewer, filter, stretch, START));
        expect({ items, total }).to.deep.equal({ items: [], total: 300 });
      }
    });
    expect(looked(asked).filter(({ examined }) => examined > 0)).to.deep.equal([]);
  });

  it('read hardly more of an index than is on a list, however much else there is', async () => {
    const store = await node();
    await fill(store);
    const TOM = agent('tom', ['sales']);
    const wishes = [{}, { departmentId: 'sales' }];
    const appends = wishes.flatMap((wish) =>
      Array.from({ length: 15 }, () => opening({ owner: customer('bob'), ...wish })),
    );
    await answer(store.log.append(appends));
    const states = appends.map(({ conversation }) => conversation);
    await answer(store.log.append(states.map((one) => message(one, { by: TOM }))));
    const filters = [
      { status: 'waiting_user', assignee: null },
      { status: null, assignee: { id: 'tom' } },
      { status: 'open', assignee: { id: 'tom' } },
      { status: 'waiting_support', assignee: 'nobody' },
      { status: 'closed', assignee: 'nobody' },
    ] as const;
    const stretch = { after: null, skip: 0, limit: 1_000 };
    const asked = await profile(uri(), 'switchboard', async () => {
      for (const viewer of [admin(), TOM, agent('sue', MANY)]) {
        for (const filter of filters) {
          await answer(
            store.queries.listed(viewer, { ...filter, type: null, search: null }, stretch, START),
          );
        }
      }
      const counts = await answer(store.queries.openAssigned(['tom', 'sue']));
      expect([...counts]).to.deep.equal([['tom', 30]]);
    });
    // Each stretch of an index that is merged is looked at once where nothing is in it.
    const stretches = 200;
    const wide = looked(asked).filter(({ keys }) => keys > 30 + stretches);
    expect(wide).to.deep.equal([]);
    const counted = looked(asked).filter(({ kind }) => kind === 'aggregate');
    expect(counted.filter(({ examined }) => examined > 0)).to.deep.equal([]);
    expect(counted.length).to.be.greaterThan(0);
  });

  const searching = (typed: string) => ({
    ...{ status: null, type: null, assignee: null },
    search: wantedKeys(typed),
  });

  it('look at no more of what is searched for than are found, and at the newest of these', async () => {
    const store = await node();
    const subjects = Array.from({ length: MAX_FOUND + 200 }, (_, n) =>
      opening({
        subject: n === 5 ? 'a common thing, and a rare one' : 'a common thing',
        departmentId: MANY[n % 60] ?? null,
      }),
    );
    await answer(store.log.append(subjects));
    const stretch = { after: null, skip: 0, limit: 20 };
    const everyone = [admin(), agent('max', MANY)];
    const asked = await profile(uri(), 'switchboard', async () => {
      for (const viewer of everyone) {
        const common = await answer(
          store.queries.listed(viewer, searching('comm'), stretch, START),
        );
        expect(common.total).to.equal(MAX_FOUND);
        expect(common.items.map(({ number }) => number)).to.deep.equal(
          subjects
            .slice(-20)
            .reverse()
            .map(({ conversation }) => conversation.number),
        );
        for (const [typed, total] of [
          ['rare', 1],
          ['common rare', 1],
          ['thing common rare', 1],
          ['a thing and one common rare', 1],
          ['a thing and two common rare', 0],
        ] as const) {
          const rare = await answer(store.queries.listed(viewer, searching(typed), stretch, START));
          expect(rare.total, typed).to.equal(total);
        }
        const nothing = await answer(store.queries.listed(viewer, searching('?'), stretch, START));
        expect(nothing).to.deep.equal({ items: [], total: 0 });
      }
    });
    expect(bad(asked)).to.deep.equal([]);
    // Each department is looked at once more than it gives.
    const wide = looked(asked).filter(
      ({ keys, examined, returned, kind }) =>
        examined > returned + 3 || (kind === 'find' && keys > returned + 3 * MANY.length),
    );
    expect(wide).to.deep.equal([]);
  });

  it('pass over nothing that an agent has in his departments, to find and to list what he has elsewhere', async () => {
    const store = await node();
    const TOM = agent('tom', ['sales']);
    const own = Array.from({ length: 300 }, () => opening({ departmentId: 'sales' }));
    const elsewhere = MANY.slice(0, 20).map((departmentId) =>
      opening({ departmentId, subject: 'a rare one' }),
    );
    for (const all of [own, elsewhere]) {
      await answer(store.log.append(all));
      const claimed = all.map(({ conversation }) =>
        claiming(conversation, agent('tom', ['sales', ...MANY])),
      );
      await answer(store.log.append(claimed));
    }
    const asked = await profile(uri(), 'switchboard', async () => {
      const stretch = { after: null, skip: 0, limit: 50 };
      const rare = await answer(store.queries.listed(TOM, searching('rare'), stretch, START));
      expect(rare.total).to.equal(20);
      const lists = await answer(
        store.queries.listed(
          TOM,
          { status: null, type: 'general', assignee: null, search: null },
          { after: null, skip: 0, limit: 1 },
          START,
        ),
      );
      expect(lists.total).to.equal(320);
    });
    expect(bad(asked)).to.deep.equal([]);
    const elsewhereOnly = looked(asked).filter(({ plan }) => plan.includes('assigned'));
    expect(elsewhereOnly.length).to.be.greaterThan(0);
    expect(elsewhereOnly.filter(({ keys }) => keys > 200)).to.deep.equal([]);
  });

  it('count in an index what is open, however much is closed, and look at one of each of staff', async () => {
    const store = await node();
    const closed = Array.from({ length: 200 }, () => opening({ departmentId: 'sales' }));
    await answer(store.log.append(closed));
    const TOM = agent('tom', ['sales']);
    const states = closed.map(({ conversation }) => claiming(conversation, TOM));
    await answer(store.log.append(states));
    await answer(store.log.append(states.map(({ conversation }) => closing(conversation))));
    const open = [opening({ departmentId: 'sales' }), opening(), opening()];
    await answer(store.log.append(open));
    await answer(store.log.append(open.slice(1).map((one) => claiming(one.conversation, TOM))));
    await answer(store.queries.tallies(admin(), 0, START));
    const asked = await profile(uri(), 'switchboard', async () => {
      for (const viewer of [admin(), TOM]) {
        const { byAssignee } = await answer((await node()).queries.tallies(viewer, 0, START));
        expect(byAssignee.get('tom')).to.deep.equal({ open: 2, closed: 200, ratings: 0, stars: 0 });
        expect(byAssignee.get(null)?.open).to.equal(1);
      }
    });
    const counted = looked(asked).filter(({ collection }) => collection !== 'schema');
    expect(bad(counted)).to.deep.equal([]);
    expect(counted.filter(({ keys, examined }) => keys > 20 || examined > 1)).to.deep.equal([]);
  });

  it('are told apart from those that walk a collection, or sort', async () => {
    const store = await node();
    await fill(store);
    const asked = await profile(uri(), 'switchboard', async () => {
      await store.database.heads.findOne({ lastSeq: 3 });
      await store.database.heads.find({ owner: 'x' }).sort({ lastSeq: 1 }).toArray();
      await store.database.heads.updateOne({ archived: 7 }, { $set: { archived: 8 } });
    });
    expect(bad(asked)).to.have.length(3);
  });
});
