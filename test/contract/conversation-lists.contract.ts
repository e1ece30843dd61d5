import { expect } from 'chai';
import fc from 'fast-check';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Page, Stretch } from '../../src/application/ports/conversation-queries.js';
import type { Store } from '../../src/application/ports/store.js';
import type { Staff } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import {
  type ListFilter,
  byLatestActivity,
  isListed,
  openAssigned,
} from '../../src/domain/listing.js';
import type { Instant } from '../../src/domain/ids.js';
import { STATUSES } from '../../src/domain/vocabulary.js';
import { admin, agent, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import {
  aliasing,
  claiming,
  closing,
  handingOver,
  message,
  moving,
  note,
  opening,
  START,
} from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { SINGLE_OPEN } from '../support/channels.js';

const MINUTE = 60_000;
/** After all that happens here, a newcomer's minute too. */
const LATER = START + 1_000 * MINUTE;

const ANY: ListFilter = { status: null, type: null, assignee: null, search: null };
const WHOLE: Stretch = { after: null, skip: 0, limit: 1_000 };

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Within the departments of whoever does it. */
const TOM = agent('tom', ['sales', 'repair', 'Sales']);

const ASSIGNEES: readonly ListFilter['assignee'][] = [
  null,
  'nobody',
  { id: 'tom' },
  { id: 'rita' },
  { id: 'Tom' },
];

/** What a list holds of these. */
const model = (
  states: readonly Conversation[],
  viewer: Staff,
  filter: ListFilter,
  { after, skip, limit }: Stretch = WHOLE,
  now = LATER,
): Page<Conversation> => {
  const all = states.filter((one) => isListed(one, viewer, filter, now)).sort(byLatestActivity);
  const rest = all.filter((one) => after === null || byLatestActivity(after, one) < 0);
  return { items: rest.slice(skip, skip + limit), total: all.length };
};

const placeOf = ({ updatedAt, number }: Conversation) => ({ updatedAt, number });

/**
 * What staff find in lists. `setup` gives empty queries, and the log that they are of; `teardown` closes them, and
 * removes their data.
 */
export const describeConversationListsContract = (
  options: ContractOptions<Pick<Store, 'log' | 'queries'>>,
): void => {
  describe(`ConversationQueries, lists of staff: ${options.name}`, () => {
    const store = eachTime(options);

    const stored = async (append: Append): Promise<Conversation> => {
      expect(await answer(store().log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      return append.conversation;
    };

    const listed = (
      viewer: Staff = admin(),
      filter: Partial<ListFilter> = {},
      stretch: Partial<Stretch> = {},
      now = LATER,
    ): Promise<Page<Conversation>> =>
      answer(store().queries.listed(viewer, { ...ANY, ...filter }, { ...WHOLE, ...stretch }, now));

    const ids = async (...asked: Parameters<typeof listed>): Promise<readonly string[]> => {
      const { items, total } = await listed(...asked);
      if (asked[2] === undefined) expect(total).to.equal(items.length);
      return items.map(({ id }) => id);
    };

    /** Those of them who have some. */
    const openOf = async (asked: readonly string[]): Promise<Readonly<Record<string, number>>> => {
      const counted = await answer(store().queries.openAssigned(asked));
      return Object.fromEntries([...counted].filter(([, total]) => total > 0));
    };

    /** Oldest activity first, a minute apart. */
    const storedInOrder = async (count: number): Promise<Conversation[]> => {
      const all: Conversation[] = [];
      for (const n of times(count)) all.push(await stored(opening({ at: START + n * MINUTE })));
      return all;
    };

    it('are empty where there is nothing', async () => {
      expect(await listed()).to.deep.equal({ items: [], total: 0 });
      expect(await listed(agent())).to.deep.equal({ items: [], total: 0 });
    });

    it('have the latest activity first, and as it is now', async () => {
      const [one, two, three] = (await storedInOrder(3)) as [
        Conversation,
        Conversation,
        Conversation,
      ];
      expect((await listed()).items).to.deep.equal([three, two, one]);
      const posted = await stored(message(one, { at: START + 10 * MINUTE }));
      expect((await listed()).items).to.deep.equal([posted, three, two]);
      const claimed = await stored(claiming(two, agent(), START + 20 * MINUTE));
      expect((await listed()).items).to.deep.equal([claimed, posted, three]);
    });

    it('have the higher number first of what happened at once', async () => {
      const all: Conversation[] = [];
      for (const _ of times(5)) all.push(await stored(opening()));
      const latestFirst = all.toReversed();
      expect((await listed()).items).to.deep.equal(latestFirst);
      for (const [at, one] of latestFirst.entries()) {
        const { items } = await listed(admin(), {}, { after: placeOf(one) });
        expect(items).to.deep.equal(latestFirst.slice(at + 1));
      }
    });

    it('tell open from closed, and types apart', async () => {
      const general = await stored(opening());
      const call = await stored(opening({ type: 'call_request' }));
      const ended = await stored(closing(await stored(opening({ type: 'onboarding' }))));
      expect(await ids(admin(), { status: 'open' })).to.have.members([general.id, call.id]);
      expect(await ids(admin(), { status: 'closed' })).to.deep.equal([ended.id]);
      expect(await ids(admin(), { type: 'general' })).to.deep.equal([general.id]);
      expect(await ids(admin(), { type: 'onboarding' })).to.deep.equal([ended.id]);
      expect(await ids(admin(), { type: 'onboarding', status: 'open' })).to.deep.equal([]);
      expect(await ids(admin(), { type: 'call_request', status: 'open' })).to.deep.equal([call.id]);
    });

    it('tell all statuses apart', async () => {
      const active = await stored(opening());
      const waiting = await stored(message(await stored(opening())));
      const asked = await stored(opening());
      const answered = await stored(message(asked, { by: agent('tom') }));
      const closed = await stored(closing(await stored(opening())));
      for (const viewer of [admin(), agent('sue')]) {
        expect(await ids(viewer, { status: 'active' })).to.deep.equal([active.id]);
        expect(await ids(viewer, { status: 'waiting_support' })).to.deep.equal([waiting.id]);
        expect(await ids(viewer, { status: 'waiting_user' })).to.deep.equal([answered.id]);
        expect(await ids(viewer, { status: 'closed' })).to.deep.equal([closed.id]);
        expect(await ids(viewer, { status: 'open' })).to.have.members([
          active.id,
          waiting.id,
          answered.id,
        ]);
      }
      const again = await stored(message(answered));
      expect(await ids(admin(), { status: 'waiting_user' })).to.deep.equal([]);
      expect(await ids(admin(), { status: 'waiting_support' })).to.have.members([
        waiting.id,
        again.id,
      ]);
    });

    it('tell apart whom it is assigned to, be it nobody', async () => {
      const free = await stored(opening());
      const toms = await stored(claiming(await stored(opening()), agent('tom')));
      const ritas = await stored(claiming(await stored(opening()), agent('rita')));
      const other = await stored(claiming(await stored(opening()), agent('Tom')));
      for (const viewer of [admin(), agent('sue'), agent('tom')]) {
        expect(await ids(viewer, { assignee: 'nobody' })).to.deep.equal([free.id]);
        expect(await ids(viewer, { assignee: { id: 'tom' } })).to.deep.equal([toms.id]);
        expect(await ids(viewer, { assignee: { id: 'rita' } })).to.deep.equal([ritas.id]);
        expect(await ids(viewer, { assignee: { id: 'Tom' } })).to.deep.equal([other.id]);
        for (const id of ['nobody', '', 'null', 'sue']) {
          expect(await ids(viewer, { assignee: { id } })).to.deep.equal([]);
        }
      }
      await stored(handingOver(toms, agent('rita')));
      expect(await ids(admin(), { assignee: { id: 'tom' } })).to.deep.equal([]);
      expect(await ids(admin(), { assignee: { id: 'rita' } })).to.have.members([toms.id, ritas.id]);
      const taken = await stored(claiming(free, agent('sue')));
      expect(await ids(admin(), { assignee: 'nobody' })).to.deep.equal([]);
      await stored(closing(taken));
      const closedOfSue = { status: 'closed', assignee: { id: 'sue' } } as const;
      expect(await ids(admin(), closedOfSue)).to.deep.equal([free.id]);
    });

    it('show of what is assigned to others what one may read, and all that is one’s own', async () => {
      const common = await stored(claiming(await stored(opening()), TOM));
      const sales = await stored(claiming(await stored(opening({ departmentId: 'sales' })), TOM));
      const repair = await stored(claiming(await stored(opening({ departmentId: 'repair' })), TOM));
      const all = [common.id, sales.id, repair.id];
      const assignee = { id: 'tom' };
      expect(await ids(admin(), { assignee })).to.have.members(all);
      expect(await ids(agent('tom'), { assignee })).to.have.members(all);
      expect(await ids(agent('tom', ['sales']), { assignee })).to.have.members(all);
      expect(await ids(agent('sue', ['sales']), { assignee })).to.have.members(all.slice(0, 2));
      expect(await ids(agent('sue'), { assignee })).to.deep.equal([common.id]);
      expect(await ids(agent('sue', ['tom']), { assignee })).to.deep.equal([common.id]);
    });

    it('show nobody’s to those of its department alone', async () => {
      const common = await stored(opening());
      const sales = await stored(opening({ departmentId: 'sales' }));
      const nobodys = { assignee: 'nobody' } as const;
      expect(await ids(admin(), nobodys)).to.have.members([common.id, sales.id]);
      expect(await ids(agent('sue', ['sales']), nobodys)).to.have.members([common.id, sales.id]);
      expect(await ids(agent('sue', ['repair']), nobodys)).to.deep.equal([common.id]);
    });

    it('show an agent what is of no department, of his, or assigned to him, and an admin all', async () => {
      const common = await stored(opening());
      const sales = await stored(opening({ departmentId: 'sales' }));
      const repair = await stored(opening({ departmentId: 'repair' }));
      const given = await stored(
        handingOver(
          await stored(claiming(repair, agent('rita', ['repair']))),
          agent('tom', ['sales']),
        ),
      );
      expect(given.id).to.equal(repair.id);
      expect(await ids(agent('sue'))).to.deep.equal([common.id]);
      expect(await ids(agent('sue', ['sales']))).to.have.members([common.id, sales.id]);
      expect(await ids(agent('tom', ['sales']))).to.have.members([common.id, sales.id, repair.id]);
      expect(await ids(agent('tom', ['repair', 'sales', 'repair']))).to.have.members([
        common.id,
        sales.id,
        repair.id,
      ]);
      expect(await ids(agent('rita', ['repair']))).to.have.members([common.id, repair.id]);
      expect(await ids(agent('sales', ['Sales', '', 'null', 'sale', 'sales ']))).to.deep.equal([
        common.id,
      ]);
      expect(await ids(admin())).to.have.members([common.id, sales.id, repair.id]);
      const back = await stored(handingOver(given, agent('rita', ['repair'])));
      expect(back.assignee?.id).to.equal('rita');
      expect(await ids(agent('tom', ['sales']))).to.have.members([common.id, sales.id]);
    });

    it('leave out a newcomer’s until his minute is over or somebody has it for good', async () => {
      const newcomerUntil = START + MINUTE;
      const fresh = await stored(opening({ newcomerUntil, text: null, owner: guest('guest_a') }));
      const within = START + MINUTE - 1;
      expect(await listed(admin(), {}, {}, within)).to.deep.equal({ items: [], total: 0 });
      expect(await listed(agent(), {}, {}, within)).to.deep.equal({ items: [], total: 0 });
      expect(await ids(admin(), {}, undefined, newcomerUntil)).to.deep.equal([fresh.id]);
      expect(await ids(agent(), { status: 'open' }, undefined, newcomerUntil)).to.deep.equal([
        fresh.id,
      ]);
      const adopted = await stored(moving(fresh, guest('guest_b')));
      expect(await ids(admin(), {}, undefined, within)).to.deep.equal([adopted.id]);
      const spoken = await stored(opening({ newcomerUntil, owner: guest('guest_c') }));
      expect(await ids(admin(), {}, undefined, within)).to.have.members([adopted.id, spoken.id]);
    });

    it('never have what stands for another', async () => {
      const fresh = await stored(
        opening({ newcomerUntil: START + MINUTE, text: null, owner: guest('guest_a') }),
      );
      await stored(aliasing(fresh));
      for (const status of ['open', 'closed', null] as const) {
        expect(await listed(admin(), { status })).to.deep.equal({ items: [], total: 0 });
        expect(await listed(agent(), { status })).to.deep.equal({ items: [], total: 0 });
      }
    });

    it('have parts, and nothing beyond the end', async () => {
      const latestFirst = (await storedInOrder(7)).toReversed();
      const parts = [
        [0, 3],
        [3, 3],
        [6, 3],
        [7, 3],
        [1_000_000_000, 100],
        [0, 100],
      ] as const;
      for (const [skip, limit] of parts) {
        const items = latestFirst.slice(skip, skip + limit);
        expect(await listed(admin(), {}, { skip, limit })).to.deep.equal({ items, total: 7 });
        expect(await listed(agent(), {}, { skip, limit })).to.deep.equal({ items, total: 7 });
      }
    });

    it('go on after a place, whatever has become of what stood there', async () => {
      const latestFirst = (await storedInOrder(7)).toReversed();
      for (const [at, one] of latestFirst.entries()) {
        const { items, total } = await listed(admin(), {}, { after: placeOf(one) });
        expect(items).to.deep.equal(latestFirst.slice(at + 1));
        expect(total).to.equal(7);
      }
      const [, , third] = latestFirst as [Conversation, Conversation, Conversation];
      await stored(message(third, { at: START + 100 * MINUTE }));
      const after = placeOf(third);
      expect((await listed(admin(), {}, { after })).items).to.deep.equal(latestFirst.slice(3));
      expect((await listed(admin(), {}, { after, skip: 1, limit: 2 })).items).to.deep.equal(
        latestFirst.slice(4, 6),
      );
      const beforeAll = { updatedAt: 0, number: 0 };
      expect((await listed(admin(), {}, { after: beforeAll })).items).to.deep.equal([]);
    });

    it('are walked place by place without a gap or a repetition while messages arrive', async () => {
      const all = await storedInOrder(40);
      const seen: string[] = [];
      let after: Stretch['after'] = null;
      const busy = new Set<string>();
      for (let round = 0; ; round += 1) {
        const { items, total } = await listed(agent(), { status: 'open' }, { after, limit: 3 });
        expect(total).to.equal(40);
        seen.push(...items.map(({ id }) => id));
        const last = items.at(-1);
        if (last === undefined) break;
        after = placeOf(last);
        // Somebody writes in one that was seen, and in one that was not.
        for (const n of [round * 3, 39 - round * 2]) {
          const state = all[n];
          if (state === undefined) continue;
          if (!seen.includes(state.id)) busy.add(state.id);
          all[n] = await stored(message(state, { at: START + (100 + round) * MINUTE }));
        }
      }
      expect(new Set(seen).size).to.equal(seen.length);
      const quiet = all.filter(({ id }) => !busy.has(id)).map(({ id }) => id);
      expect(seen).to.include.members(quiet);
    });

    const walked: readonly Partial<ListFilter>[] = [
      { status: 'active', assignee: 'nobody' },
      { status: 'open', assignee: 'nobody' },
      { status: 'waiting_support' },
      { status: 'waiting_user', assignee: { id: 'tom' } },
      { assignee: { id: 'tom' } },
    ];
    for (const some of walked) {
      it(`are walked while statuses and assignees change: ${JSON.stringify(some)}`, async () => {
        const filter = { ...ANY, ...some };
        const viewer = agent('rita', ['sales']);
        const all: Conversation[] = [];
        for (const n of times(40)) {
          const at = START + n * MINUTE;
          const departmentId = n % 8 < 4 ? 'sales' : null;
          const fresh = await stored(opening({ at, departmentId }));
          const steps = [
            () => fresh,
            () => stored(message(fresh, { at })),
            () => stored(message(fresh, { at, by: TOM })),
            async () => stored(message(await stored(claiming(fresh, TOM, at)), { at })),
          ];
          all.push((await steps[n % 4]?.()) ?? fresh);
        }
        const before = model(all, viewer, filter);
        expect(before.total).to.be.greaterThan(9);
        const seen: string[] = [];
        const touched = new Set<string>();
        let after: Stretch['after'] = null;
        for (let round = 0; ; round += 1) {
          const page = await listed(viewer, filter, { after, limit: 3 });
          expect(page).to.deep.equal(model(all, viewer, filter, { after, skip: 0, limit: 3 }));
          seen.push(...page.items.map(({ id }) => id));
          const last = page.items.at(-1);
          if (last === undefined) break;
          after = placeOf(last);
          for (const n of [39 - round * 2, round * 3, round * 5 + 1]) {
            const state = all[n];
            if (state === undefined) continue;
            touched.add(state.id);
            const at = START + (100 + round) * MINUTE;
            const isFree = state.assignee === null;
            const isTold = round % 2 === 1;
            const change =
              isFree && !isTold
                ? claiming(state, viewer, at)
                : message(state, isFree || !isTold ? { at } : { at, by: TOM });
            all[n] = await stored(change);
          }
        }
        expect(new Set(seen).size).to.equal(seen.length);
        const quiet = before.items.filter(({ id }) => !touched.has(id)).map(({ id }) => id);
        expect(quiet).not.to.deep.equal([]);
        expect(seen).to.include.members(quiet);
      });
    }

    it('show nothing of what was refused', async () => {
      const opened = await stored(opening({ channel: SINGLE_OPEN }));
      const posted = await stored(message(opened));
      const refused = [closing(opened), opening({ channel: SINGLE_OPEN })];
      const outcomes = await answer(store().log.append(refused));
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['taken', 'slotTaken']);
      expect(await listed()).to.deep.equal({ items: [posted], total: 1 });
      expect(await listed(admin(), { status: 'closed' })).to.deep.equal({ items: [], total: 0 });
    });

    it('hold what the domain says, whatever has happened', async () => {
      const departments = [null, 'sales', 'repair', 'Sales'] as const;
      const viewers: readonly Staff[] = [
        admin(),
        agent('sue'),
        agent('tom', ['sales']),
        agent('rita', ['repair', 'sales', 'nowhere']),
      ];
      const steps: readonly ((state: Conversation, at: number) => Append)[] = [
        (state, at) => message(state, { at }),
        (state, at) => claiming(state, TOM, at),
        (state) => (state.assignee === null ? note(state) : handingOver(state, agent('rita'))),
        (state) => closing(state),
        (state) => note(state),
        (state, at) => message(state, { at, by: TOM }),
        (state) => (state.newcomerUntil === null ? note(state) : aliasing(state)),
        (state, at) => moving(state, guest('guest_z'), at),
      ];
      const states: Conversation[] = [];
      const life = fc.record({
        department: fc.constantFrom(...departments),
        type: fc.constantFrom('general', 'onboarding', 'call_request'),
        newcomer: fc.boolean(),
        steps: fc.array(fc.nat({ max: steps.length - 1 }), { maxLength: 4 }),
      });
      const lives = fc.sample(life, { numRuns: 60, seed: 7 });
      for (const [n, { department, type, newcomer, steps: chosen }] of lives.entries()) {
        const at = START + n * 1_000;
        let state = await stored(
          opening({
            at,
            type,
            departmentId: department,
            owner: newcomer ? guest(`guest_${n}`) : customer(`c${n}`),
            newcomerUntil: newcomer ? at + MINUTE : null,
            text: newcomer ? null : 'Hello',
          }),
        );
        for (const step of chosen) {
          if (state.status === 'closed') break;
          const next = steps[step]?.(state, at + 500);
          if (next !== undefined && next.events.length > 0) state = await stored(next);
        }
        states.push(state);
      }
      const statuses = [...STATUSES, 'open', null] as const;
      const expectList = async (
        viewer: Staff,
        filter: ListFilter,
        stretch: Stretch,
        now: Instant,
      ): Promise<void> => {
        const found = await listed(viewer, filter, stretch, now);
        expect(found).to.deep.equal(model(states, viewer, filter, stretch, now));
      };
      for (const viewer of viewers) {
        for (const status of statuses) {
          for (const assignee of ASSIGNEES) {
            for (const type of ['general', 'call_request', null] as const) {
              await expectList(viewer, { ...ANY, status, type, assignee }, WHOLE, LATER);
            }
            const filter = { ...ANY, status, assignee };
            const { items } = model(states, viewer, filter);
            const middle = items[Math.floor(items.length / 2)];
            if (middle === undefined) continue;
            const stretch = { after: placeOf(middle), skip: 1, limit: 3 };
            await expectList(viewer, filter, stretch, LATER);
          }
          for (const now of [START, START + 30_000, START + 90_000]) {
            await expectList(viewer, { ...ANY, status }, WHOLE, now);
          }
        }
      }
      const people = ['tom', 'rita', 'sue'];
      expect(await openOf(people)).to.deep.equal(Object.fromEntries(openAssigned(states, people)));
    });

    describe('openAssigned', () => {
      it('counts nothing where there is nothing, and for nobody', async () => {
        expect(await openOf([])).to.deep.equal({});
        expect(await openOf(['tom', ''])).to.deep.equal({});
        await stored(opening());
        await stored(claiming(await stored(opening()), agent('tom')));
        expect(await openOf([])).to.deep.equal({});
        expect(await openOf(['', 'null', 'nobody', 'rita'])).to.deep.equal({});
      });

      it('counts what is open, of whatever status, type and department', async () => {
        const wishes = [
          {},
          { departmentId: 'sales' },
          { departmentId: 'repair', type: 'call_request' as const },
        ];
        const all: Conversation[] = [];
        for (const wish of wishes)
          all.push(await stored(claiming(await stored(opening(wish)), TOM)));
        expect(await openOf(['tom'])).to.deep.equal({ tom: 3 });
        const [one, two, three] = all as [Conversation, Conversation, Conversation];
        await stored(message(one));
        await stored(message(two, { by: TOM }));
        expect(await openOf(['tom'])).to.deep.equal({ tom: 3 });
        await stored(closing(three));
        expect(await openOf(['tom'])).to.deep.equal({ tom: 2 });
      });

      it('counts for each who is asked for, and for nobody else', async () => {
        const owners = ['tom', 'rita', 'tom', 'Tom', 'sue'];
        for (const id of owners) await stored(claiming(await stored(opening()), agent(id)));
        expect(await openOf(['tom', 'rita', 'max'])).to.deep.equal({ tom: 2, rita: 1 });
        expect(await openOf(['tom', 'tom', 'Tom'])).to.deep.equal({ tom: 2, Tom: 1 });
        const many = times(300).map((n) => `agent-${n}`);
        expect(await openOf([...many, 'sue'])).to.deep.equal({ sue: 1 });
      });

      it('counts for whom it is assigned to now', async () => {
        const opened = await stored(opening({ departmentId: 'sales' }));
        const claimed = await stored(claiming(opened, TOM));
        await stored(handingOver(claimed, agent('rita')));
        expect(await openOf(['tom', 'rita'])).to.deep.equal({ rita: 1 });
      });

      it('counts a newcomer’s that no list has yet', async () => {
        const newcomerUntil = Number.MAX_SAFE_INTEGER;
        const fresh = await stored(opening({ newcomerUntil, text: null, owner: guest('guest_a') }));
        await stored(claiming(fresh, agent('tom')));
        expect(await openOf(['tom'])).to.deep.equal({ tom: 1 });
      });

      it('counts nothing that was refused', async () => {
        const opened = await stored(opening());
        await stored(message(opened));
        const late = await answer(store().log.append([claiming(opened, agent('tom'))]));
        expect(late).to.deep.equal([{ kind: 'taken' }]);
        expect(await openOf(['tom'])).to.deep.equal({});
      });
    });
  });
};
