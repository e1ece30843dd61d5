import { expect } from 'chai';
import fc from 'fast-check';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Page, Stretch } from '../../src/application/ports/conversation-queries.js';
import type { Store } from '../../src/application/ports/store.js';
import type { Staff } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { type ListFilter, byLatestActivity, isListed } from '../../src/domain/listing.js';
import { toConversationId } from '../../src/domain/ids.js';
import { record } from '../../src/domain/record.js';
import { admin, agent, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import {
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

const ANY: ListFilter = { status: null, type: null };
const WHOLE: Stretch = { after: null, skip: 0, limit: 1_000 };

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

const aliasing = (state: Conversation): Append => {
  const of = toConversationId('00000000-0000-7000-8000-ffffffffffff');
  return { expectedSeq: state.lastSeq, ...record(state, [{ type: 'aliased', of }], START) };
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
        (state, at) => claiming(state, agent('tom', ['sales', 'repair', 'Sales']), at),
        (state) => (state.assignee === null ? note(state) : handingOver(state, agent('rita'))),
        (state) => closing(state),
        (state) => note(state),
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
      for (const now of [START, START + 30_000, START + 90_000, LATER]) {
        for (const viewer of viewers) {
          for (const status of ['open', 'closed', null] as const) {
            for (const type of ['general', 'call_request', null] as const) {
              const filter = { status, type };
              const expected = states
                .filter((one) => isListed(one, viewer, filter, now))
                .sort(byLatestActivity);
              expect(await listed(viewer, filter, {}, now)).to.deep.equal({
                items: expected,
                total: expected.length,
              });
            }
          }
        }
      }
    });
  });
};
