import { expect } from 'chai';
import fc from 'fast-check';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import { TallyBook } from '../../src/application/tally-book.js';
import type { Staff } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { bucketOf, dayOf, type Tallies } from '../../src/domain/statistics.js';
import { admin, agent, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
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
  together,
} from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const TODAY = dayOf(START);
const LATER = START + 1_000 * MINUTE;

const TOM = agent('tom', ['sales']);
/** The same person, when he could see more. */
const TOM_BEFORE = agent('tom', ['sales', 'loans']);

const NOTHING = { open: 0, closed: 0, ratings: 0, stars: 0 };

/**
 * What statistics are made of. `setup` gives empty queries, and the log that they are of; `teardown` closes them, and
 * removes their data.
 */
export const describeTalliesContract = (
  options: ContractOptions<Pick<Store, 'log' | 'queries'>>,
): void => {
  describe(`ConversationQueries, tallies: ${options.name}`, () => {
    const store = eachTime(options);

    const stored = async (append: Append): Promise<Conversation> => {
      expect(await answer(store().log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      return append.conversation;
    };

    const tallies = (viewer: Staff = admin(), since = TODAY - 6, now = LATER): Promise<Tallies> =>
      answer(store().queries.tallies(viewer, since, now));

    it('are of nothing where there is nothing', async () => {
      expect(await tallies()).to.deep.equal({
        open: { active: 0, waiting_support: 0, waiting_user: 0 },
        unassigned: 0,
        answered: new Map(),
        closed: new Map(),
        byAssignee: new Map(),
      });
    });

    it('count what is open, as it is now', async () => {
      const [one, two, three] = [
        await stored(opening()),
        await stored(opening()),
        await stored(opening()),
      ];
      await stored(message(await stored(message(one))));
      await stored(message(await stored(claiming(two, TOM)), { by: TOM }));
      const { open, unassigned, byAssignee } = await tallies();
      expect(open).to.deep.equal({ active: 1, waiting_support: 1, waiting_user: 1 });
      expect(unassigned).to.equal(2);
      expect(byAssignee).to.deep.equal(
        new Map([
          [null, { ...NOTHING, open: 2 }],
          ['tom', { ...NOTHING, open: 1 }],
        ]),
      );
      await stored(closing(three));
      expect((await tallies()).open).to.deep.equal({
        active: 0,
        waiting_support: 1,
        waiting_user: 1,
      });
    });

    it('tell how soon each was answered first, and how long it was open', async () => {
      const one = await stored(opening({ at: START }));
      const asked = await stored(message(one, { at: START + 10_000 }));
      const noted = await stored(note(asked));
      const answered = await stored(message(noted, { by: TOM, at: START + 30_000 }));
      const again = await stored(message(answered, { by: TOM, at: START + 90_000 }));
      await stored(closing(again, null, START + 2 * MINUTE));
      await stored(message(await stored(opening({ text: null })), { by: TOM, at: START + 5_000 }));
      const found = await tallies();
      expect(found.answered).to.deep.equal(new Map([[30, 1]]));
      expect(found.closed).to.deep.equal(new Map([[bucketOf(2 * MINUTE), 1]]));
    });

    it('count endings and ratings for whose they were, on their days', async () => {
      const end = async (at: number): Promise<void> => {
        const state = await stored(claiming(await stored(opening({ at })), TOM, at));
        await stored(rating(await stored(closing(state, null, at)), null, at));
      };
      for (const at of [START - 7 * DAY, START - 6 * DAY, START, START]) await end(at);
      await stored(closing(await stored(opening())));
      const { byAssignee, closed } = await tallies();
      expect(byAssignee).to.deep.equal(
        new Map([
          [null, { ...NOTHING, closed: 1 }],
          ['tom', { open: 0, closed: 3, ratings: 3, stars: 12 }],
        ]),
      );
      expect(closed).to.deep.equal(new Map([[0, 4]]));
      expect((await tallies(admin(), TODAY - 7)).byAssignee.get('tom')?.closed).to.equal(4);
      expect((await tallies(admin(), TODAY)).byAssignee.get('tom')?.closed).to.equal(2);
      expect((await tallies(admin(), TODAY + 1)).byAssignee.size).to.equal(0);
    });

    it('count each thing on its own day, by UTC, up to its last millisecond', async () => {
      const at = START + DAY;
      const state = await stored(claiming(await stored(opening({ at: START - 1 })), TOM, START));
      const closed = await stored(closing(state, null, at - 1));
      await stored(rating(closed, null, at));
      const [today, tomorrow, after] = [
        await tallies(admin(), TODAY),
        await tallies(admin(), TODAY + 1),
        await tallies(admin(), TODAY + 2),
      ];
      expect(today.closed).to.deep.equal(new Map([[bucketOf(DAY), 1]]));
      expect(today.byAssignee.get('tom')).to.deep.equal({
        ...{ open: 0, closed: 1 },
        ...{ ratings: 1, stars: 4 },
      });
      expect(tomorrow.closed).to.deep.equal(new Map());
      expect(tomorrow.byAssignee.get('tom')).to.deep.equal({
        ...{ open: 0, closed: 0 },
        ...{ ratings: 1, stars: 4 },
      });
      expect(after.byAssignee).to.deep.equal(new Map());
    });

    it('count an ending for whose it was then, whoever had it before', async () => {
      const state = await stored(claiming(await stored(opening()), TOM));
      const passed = await stored(handingOver(state, agent('sue')));
      await stored(rating(await stored(closing(passed))));
      expect((await tallies()).byAssignee).to.deep.equal(
        new Map([['sue', { open: 0, closed: 1, ratings: 1, stars: 4 }]]),
      );
    });

    it('count all that one append has, though it opens the conversation', async () => {
      const opened = opening();
      const answered = message(opened.conversation, { by: TOM, at: START + 7_000 });
      const closed = closing(answered.conversation, null, START + 9_000);
      await stored(together(opened, answered, closed, rating(closed.conversation)));
      const found = await tallies();
      expect(found.answered).to.deep.equal(new Map([[7, 1]]));
      expect(found.closed).to.deep.equal(new Map([[9, 1]]));
      expect([...found.byAssignee.values()]).to.deep.equal([
        { open: 0, closed: 1, ratings: 1, stars: 4 },
      ]);
    });

    it('are of what somebody may read', async () => {
      for (const departmentId of [null, 'sales', 'loans', 'Sales']) {
        const state = await stored(opening({ departmentId }));
        await stored(message(state, { at: START + 5_000 }));
        await stored(closing(await stored(opening({ departmentId }))));
      }
      const mine = await stored(
        claiming(await stored(opening({ departmentId: 'loans' })), TOM_BEFORE),
      );
      await stored(rating(await stored(closing(mine))));
      await stored(claiming(await stored(opening({ departmentId: 'loans' })), TOM_BEFORE));
      const { open, unassigned, closed, byAssignee } = await tallies(TOM);
      expect(open).to.deep.equal({ active: 1, waiting_support: 2, waiting_user: 0 });
      expect(unassigned).to.equal(2);
      expect(closed).to.deep.equal(new Map([[0, 2]]));
      expect(byAssignee).to.deep.equal(
        new Map([
          [null, { ...NOTHING, open: 2, closed: 2 }],
          ['tom', { open: 1, closed: 1, ratings: 1, stars: 4 }],
        ]),
      );
      expect((await tallies(agent('sue'))).open).to.deep.equal({
        active: 0,
        waiting_support: 1,
        waiting_user: 0,
      });
    });

    it('leave out what is an alias, and what may still be adopted', async () => {
      const wish = { owner: guest('one'), text: null, newcomerUntil: START + MINUTE };
      await stored(opening(wish));
      await stored(aliasing(await stored(opening(wish))));
      const hidden = await tallies(admin(), TODAY, START);
      expect([hidden.open.active, hidden.unassigned, hidden.byAssignee.size]).to.deep.equal([
        0, 0, 0,
      ]);
      const shown = await tallies(admin(), TODAY, START + 2 * MINUTE);
      expect([shown.open.active, shown.unassigned, shown.closed.size]).to.deep.equal([1, 1, 0]);
    });

    it('count once what is stored once, and nothing of what is refused', async () => {
      const state = await stored(opening());
      const end = closing(state);
      await stored(end);
      const { log } = store();
      for (const refused of [end, closing(state)]) {
        expect(await answer(log.append([refused]))).to.deep.equal([{ kind: 'taken' }]);
      }
      expect((await tallies()).closed).to.deep.equal(new Map([[0, 1]]));
    });

    it('are as the domain says, whatever has happened', async () => {
      const book = new TallyBook();
      const states = new Map<string, Conversation>();
      const keep = async (append: Append): Promise<Conversation> => {
        book.add(append);
        states.set(append.conversation.id, append.conversation);
        return stored(append);
      };
      type Step = (state: Conversation, at: number) => Append;
      const steps: Readonly<Record<string, Step>> = {
        asks: (state, at) => message(state, { at }),
        answers: (state, at) => message(state, { by: TOM_BEFORE, at }),
        claims: (state, at) => claiming(state, TOM_BEFORE, at),
        passes: (state) => handingOver(state, agent('sue')),
        ends: (state, at) => closing(state, null, at),
      };
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(null, 'sales', 'loans'),
          fc.integer({ min: -9, max: 0 }),
          fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 5 }),
          fc.boolean(),
          async (departmentId, days, chosen, isRated) => {
            let at = START + days * DAY;
            let state = await keep(opening({ departmentId, at }));
            for (const step of chosen) {
              if (state.status === 'closed') break;
              // Who has it is claimed by nobody else, and nobody's is passed to nobody.
              const isTaken = state.assignee !== null;
              if (step === (isTaken ? 'claims' : 'passes')) continue;
              at += 45_000;
              const next = steps[step]?.(state, at);
              if (next !== undefined && next.events.length > 0) state = await keep(next);
            }
            if (isRated && state.status === 'closed') await keep(rating(state));
            for (const viewer of [
              admin(),
              TOM,
              TOM_BEFORE,
              agent('sue'),
              agent('max', ['loans']),
            ]) {
              for (const since of [TODAY, TODAY - 6]) {
                const found = await tallies(viewer, since);
                expect(found).to.deep.equal(book.tallies(states.values(), viewer, since, LATER));
              }
            }
          },
        ),
        { numRuns: 40, endOnFailure: true },
      );
    });
  });
};
