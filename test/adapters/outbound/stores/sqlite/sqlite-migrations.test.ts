import { expect } from 'chai';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { some } from 'fp-ts/lib/Option.js';
import { PAGE } from '../../../../../src/adapters/outbound/stores/sqlite/event-pages.js';
import { MIGRATIONS } from '../../../../../src/adapters/outbound/stores/sqlite/migrations.js';
import { TICKETS as TICKET_KEYS } from '../../../../../src/adapters/outbound/stores/sqlite/ticket-keys.js';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import type { Store } from '../../../../../src/application/ports/store.js';
import { TallyBook } from '../../../../../src/application/tally-book.js';
import { personKey, type Staff } from '../../../../../src/domain/actor.js';
import type { Channel } from '../../../../../src/domain/channel.js';
import { openSlot } from '../../../../../src/domain/conversation.js';
import { byLatestActivity, isListed } from '../../../../../src/domain/listing.js';
import { wantedKeys } from '../../../../../src/domain/search.js';
import { dayOf } from '../../../../../src/domain/statistics.js';
import { STATE_VERSION } from '../../../../../src/domain/evolve.js';
import { admin, agent, customer, guest } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import {
  aliasing,
  claiming,
  closing,
  handingOver,
  message,
  note,
  opening,
  rating,
  START,
  ticketing,
  together,
} from '../../../../support/appends.js';
import { expectLists } from '../../../../support/expect-lists.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';
import { writeFirstSchema } from './first-schema.js';

const SUPPORT: Channel = { name: 'support', ownership: 'shared', singleOpen: true };
const LIVECHAT: Channel = { name: 'livechat', ownership: 'exclusive', singleOpen: false };
const TICKETS: Channel = { name: 'tickets', ownership: 'shared', singleOpen: false };

const ALICE = customer('alice');

/** One append that goes on with each step. */
const through = (
  first: Append,
  ...steps: readonly ((state: Append['conversation']) => Append)[]
): Append => steps.reduce((whole, step) => together(whole, step(whole.conversation)), first);

describe('a SQLite file of an earlier version', () => {
  let folder: TemporaryFolder;
  let file: string;
  const stores: Store[] = [];

  const open = async (): Promise<Store> => {
    const store = await sqliteStore({ file, logger: silentLogger });
    stores.push(store);
    return store;
  };

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.db');
  });

  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    folder.remove();
  });

  const expectAllThere = async ({ log, queries }: Store, whole: Append): Promise<void> => {
    const { conversation, events } = whole;
    const { id, number } = conversation;
    expect(await answer(log.load(id))).to.deep.equal(some(conversation));
    expect(await answer(log.loadByNumber(number))).to.deep.equal(some(conversation));
    expect(await answer(log.read(id, 0, 100))).to.deep.equal(events);
    expect(await answer(queries.messages(id, 1, 100))).to.deep.equal(
      events.filter(({ type }) => type === 'messagePosted'),
    );
    const slot = openSlot(conversation);
    if (slot !== null) expect(await answer(log.findOpen(slot))).to.deep.equal(some(id));
  };

  const outcome = async ({ log }: Store, append: Append): Promise<string | undefined> =>
    (await answer(log.append([append])))[0]?.kind;

  describe('of the first one', () => {
    const wholes = [
      through(opening({ owner: ALICE, channel: SUPPORT, name: 'o1' }), message, note, (state) =>
        message(state, { by: agent(), name: 'm1' }),
      ),
      through(opening({ owner: ALICE, channel: SUPPORT, text: null }), closing, rating),
      opening({ owner: ALICE, channel: SUPPORT, type: 'onboarding', text: 'Zür "👩‍👩‍👧‍👦" \u2028' }),
      opening({ owner: guest('alice'), channel: SUPPORT }),
      through(opening({ owner: ALICE, channel: LIVECHAT }), claiming, (state) =>
        handingOver(state, agent('tom')),
      ),
      through(opening({ owner: ALICE, channel: TICKETS, departmentId: 'billing' }), message),
      through(
        opening({ owner: ALICE, channel: TICKETS, departmentId: 'sales' }),
        (state) => claiming(state, agent('ann', ['sales'])),
        (state) => handingOver(state, agent('tom', ['sales'])),
      ),
      opening({ owner: guest('bob'), channel: TICKETS, text: null, newcomerUntil: START + 60_000 }),
      // On both sides of the edge of a page, and over several.
      ...[PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 1].map((length) =>
        through(
          opening({ owner: ALICE, channel: TICKETS, text: null }),
          ...Array.from({ length: length - 1 }, (_, n) => (n % 5 === 0 ? note : message)),
        ),
      ),
    ] as const;

    beforeEach(() => {
      writeFirstSchema(file, wholes);
    });

    it('has everything, with the policy of its channel in each conversation', async () => {
      const store = await open();
      for (const whole of wholes) await expectAllThere(store, whole);
      const { items, total } = await answer(
        store.queries.owned(personKey(ALICE), { page: 1, limit: 100 }),
      );
      const mine = wholes.filter(({ conversation }) => conversation.owner.kind === 'customer');
      expect(total).to.equal(mine.length);
      expect(items).to.have.deep.members(mine.map(({ conversation }) => conversation));
    });

    it('has them in the lists of staff, and has their numbers right when they change', async () => {
      const store = await open();
      const [first, ...others] = wholes.map(({ conversation }) => conversation);
      if (first === undefined) throw new Error('there is none');
      await expectLists(store, [first, ...others]);
      const closed = closing(first);
      expect(await outcome(store, closed)).to.equal('appended');
      await expectLists(store, [closed.conversation, ...others]);
    });

    it('keeps names, slots and the count of numbers', async () => {
      const store = await open();
      const [named] = wholes;
      const { id } = named.conversation;
      expect(await answer(store.log.findOpening(personKey(ALICE), 'o1'))).to.deep.equal(some(id));
      expect(await answer(store.log.findMessage(id, personKey(agent()), 'm1'))).to.deep.equal(
        some(named.events.at(-1)),
      );
      expect(await outcome(store, opening({ owner: ALICE, channel: SUPPORT }))).to.equal(
        'slotTaken',
      );
      expect(await answer(store.log.nextNumber())).to.equal(1_000_001);
    });

    it('takes more in every conversation, now and after another start', async () => {
      const first = await open();
      const longer = [];
      for (const whole of wholes) {
        const more = note(whole.conversation);
        expect(await outcome(first, more)).to.equal('appended');
        longer.push(together(whole, more));
      }
      await first.close();
      const second = await open();
      for (const whole of longer) await expectAllThere(second, whole);
      const [open1] = longer;
      if (open1 === undefined) throw new Error('there are several');
      expect(await outcome(second, closing(open1.conversation))).to.equal('appended');
      expect(await outcome(second, opening({ owner: ALICE, channel: SUPPORT }))).to.equal(
        'appended',
      );
    });

    it('comes to the schema of a new file', async () => {
      const schemaOf = (path: string): unknown => {
        const db = new DatabaseSync(path);
        try {
          const columns = 'SELECT m.name, p.* FROM sqlite_schema m, pragma_table_info(m.name) p';
          return [
            db.prepare(`${columns} ORDER BY m.name, p.cid`).all(),
            db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY 1").all(),
            db.prepare('PRAGMA user_version').get(),
          ];
        } finally {
          db.close();
        }
      };
      await (await open()).close();
      const migrated = schemaOf(file);
      file = join(folder.path, 'new.db');
      await (await open()).close();
      expect(migrated).to.deep.equal(schemaOf(file));
    });
  });

  it('has its states folded anew wherever the fold was another', async () => {
    const before = await open();
    const whole = through(opening({ owner: ALICE, channel: SUPPORT }), message, claiming, note);
    await answer(before.log.append([whole]));
    await before.close();
    const db = new DatabaseSync(file);
    db.prepare("UPDATE conversations SET state = '{}', state_version = ?").run(STATE_VERSION - 2);
    db.close();
    const after = await open();
    await expectAllThere(after, whole);
    const listed = await answer(after.queries.owned(personKey(ALICE), { page: 1, limit: 10 }));
    expect(listed.items).to.deep.equal([whole.conversation]);
    const more = message(whole.conversation);
    expect(await outcome(after, more)).to.equal('appended');
    await expectAllThere(after, together(whole, more));
  });

  describe('of the one before there were tickets, search and statistics', () => {
    const DAY = 86_400_000;
    const LATER = START + 10 * DAY;
    const ANN = agent('ann', ['cards']);

    /** Takes away what that step and those after it made, and writes states as they were. */
    const goBack = (): void => {
      const db = new DatabaseSync(file);
      db.exec(`
        DROP TABLE search;
        DROP TABLE durations;
        DROP TABLE doings;
        DROP TABLE tickets;
        DROP INDEX conversations_by_ticket_owner;
        ALTER TABLE conversations DROP COLUMN has_ticket;
        UPDATE conversations
          SET state = json_remove(state, '$.ticket', '$.firstAnswer'), state_version = 5;
        PRAGMA user_version = ${MIGRATIONS.indexOf(TICKET_KEYS)};
      `);
      db.close();
    };

    const newcomer = { owner: guest('new'), text: null, newcomerUntil: START + 60_000 } as const;
    const closedBy = (at: number) => (state: Append['conversation']) => closing(state, null, at);
    const wholes = [
      opening({ owner: ALICE, channel: TICKETS, subject: 'Card' }),
      through(
        opening({ owner: ALICE, channel: TICKETS, subject: 'Card', departmentId: 'cards' }),
        (state) => claiming(state, ANN),
        (state) => message(state, { by: ANN, at: START + 30_000 }),
        closedBy(START + DAY),
        (state) => rating(state, null, START + 2 * DAY),
      ),
      through(opening({ owner: ALICE, channel: TICKETS, subject: 'Loan' }), closedBy(START)),
      opening({ ...newcomer, channel: TICKETS, subject: 'Card' }),
      through(opening({ ...newcomer, channel: TICKETS, subject: 'Card' }), (state) =>
        aliasing(state),
      ),
    ];

    const found = async (store: Store, typed: string, viewer: Staff, now: number) => {
      const filter = { status: null, type: null, assignee: null, search: wantedKeys(typed) };
      const stretch = { after: null, skip: 0, limit: 100 };
      const list = wholes.map(({ conversation }) => conversation);
      const items = list.filter((one) => isListed(one, viewer, filter, now));
      const listed = await answer(store.queries.listed(viewer, filter, stretch, now));
      expect(
        listed.items.map(({ id }) => id),
        typed,
      ).to.deep.equal(items.sort(byLatestActivity).map(({ id }) => id));
      return items.length;
    };

    beforeEach(async () => {
      const { log, close } = await open();
      for (const append of wholes) {
        expect(await answer(log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      }
      await close();
      goBack();
    });

    it('is found by what is typed', async () => {
      const store = await open();
      expect(await found(store, 'card', admin(), LATER)).to.equal(3);
      expect(await found(store, 'card', admin(), START)).to.equal(2);
      expect(await found(store, 'card', agent('bob'), LATER)).to.equal(2);
      for (const typed of ['loan', 'alice@exa', 'card alice', 'ard', '']) {
        await found(store, typed, ANN, LATER);
      }
    });

    it('is counted, but for how soon it was answered, which nobody knows', async () => {
      const { queries } = await open();
      const book = new TallyBook();
      for (const whole of wholes) book.add(whole);
      const states = wholes.map(({ conversation }) => conversation);
      for (const viewer of [admin(), ANN, agent('bob')]) {
        for (const day of [0, 1, 2, 3]) {
          const asked = [viewer, dayOf(START) + day, LATER] as const;
          expect(await answer(queries.tallies(...asked))).to.deep.equal({
            ...book.tallies(states, ...asked),
            answered: new Map(),
          });
        }
      }
    });

    it('takes tickets from now on, and is found and listed by them', async () => {
      const store = await open();
      const [state] = wholes.map(({ conversation }) => conversation);
      if (state === undefined) throw new Error('there are some');
      const ticketed = ticketing(state, { subject: 'Refund' });
      expect(await outcome(store, ticketed)).to.equal('appended');
      const number = ticketed.conversation.ticket?.number ?? '';
      expect(await answer(store.log.loadByTicket(number))).to.deep.equal(
        some(ticketed.conversation),
      );
      const filter = { status: null, type: null, assignee: null, search: wantedKeys('refund') };
      const stretch = { after: null, skip: 0, limit: 100 };
      const { items } = await answer(store.queries.listed(admin(), filter, stretch, LATER));
      expect(items).to.deep.equal([ticketed.conversation]);
      const page = { page: 1, limit: 10 };
      expect(await answer(store.queries.ownedTickets(personKey(ALICE), page))).to.deep.equal({
        items: [ticketed.conversation],
        total: 1,
      });
    });
  });
});
