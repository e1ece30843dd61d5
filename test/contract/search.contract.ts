import { expect } from 'chai';
import fc from 'fast-check';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Stretch } from '../../src/application/ports/conversation-queries.js';
import type { Store } from '../../src/application/ports/store.js';
import { noProfile, type Profile, type Staff } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { byLatestActivity, isListed, type ListFilter } from '../../src/domain/listing.js';
import { MAX_FOUND, wantedKeys } from '../../src/domain/search.js';
import { admin, agent, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import {
  aliasing,
  claiming,
  closing,
  message,
  opening,
  START,
  ticket,
  ticketing,
} from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS } from '../support/odd-strings.js';

const MINUTE = 60_000;
const LATER = START + 1_000 * MINUTE;
const ANY: ListFilter = { status: null, type: null, assignee: null, search: null };
const WHOLE: Stretch = { after: null, skip: 0, limit: 1_000 };

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

const TOM = agent('tom', ['sales']);

/** The same person, who may read more. */
const TOM_OF_LOANS = agent('tom', ['loans', 'sales']);

const of = (profile: Partial<Profile>) => ({
  kind: 'customer' as const,
  id: 'alice',
  profile: { ...noProfile, ...profile },
});

/**
 * What staff find by what they type. `setup` gives empty queries, and the log that they are of; `teardown` closes them,
 * and removes their data.
 */
export const describeSearchContract = (
  options: ContractOptions<Pick<Store, 'log' | 'queries'>>,
): void => {
  describe(`ConversationQueries, search: ${options.name}`, () => {
    const store = eachTime(options);

    const stored = async (append: Append): Promise<Conversation> => {
      expect(await answer(store().log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      return append.conversation;
    };

    const found = (
      typed: string,
      viewer: Staff = admin(),
      filter: Partial<ListFilter> = {},
      stretch: Partial<Stretch> = {},
      now = LATER,
    ) =>
      answer(
        store().queries.listed(
          viewer,
          { ...ANY, ...filter, search: wantedKeys(typed) },
          { ...WHOLE, ...stretch },
          now,
        ),
      );

    const ids = async (...asked: Parameters<typeof found>): Promise<readonly string[]> => {
      const { items, total } = await found(...asked);
      if (asked[3] === undefined) expect(total).to.equal(items.length);
      return items.map(({ id }) => id);
    };

    it('finds by subject, name, address, and by subject and number of a ticket', async () => {
      const { id } = await stored(
        opening({
          subject: 'Card blocked',
          owner: of({ name: 'Dora Quill', email: 'ann.lee@example.com' }),
          ticket: ticket({ number: 'SMI-2026-004321', subject: 'Chargeback' }),
        }),
      );
      await stored(opening({ subject: 'Other', owner: of({ name: 'Bob' }) }));
      for (const typed of [
        ...['card', 'BLOCK', 'blocked card', 'dora', 'qui', 'Quill Dora', 'ann', 'Ann Lee'],
        ...[
          'ann.lee@example.com',
          'lee@exam',
          'example.com',
          'SMI-2026-004321',
          'smi-2026-0043',
          '004321',
          'chargeb',
        ],
        ...['ann 004321', '  card  ', '"card"', '(card), block*'],
      ]) {
        expect(await ids(typed), typed).to.deep.equal([id]);
      }
      for (const typed of [
        ...['ard', 'cards', 'card bob', 'nn', 'lee.ann', 'lee@ann', 'alice'],
        ...['SMI-2026-004322', '2026-SMI', '4321', 'SMI-004321'],
      ]) {
        expect(await ids(typed), typed).to.deep.equal([]);
      }
    });

    it('finds a ticket’s words once there is one, and not before', async () => {
      const state = await stored(opening({ subject: 'Card' }));
      expect(await ids('SMI')).to.deep.equal([]);
      const ticketed = await stored(ticketing(state, { subject: 'Refund' }));
      for (const typed of ['smi', 'refund', 'card', 'card refund']) {
        expect((await found(typed)).items, typed).to.deep.equal([ticketed]);
      }
    });

    it('finds in any script, whatever the case, the accents and the widths', async () => {
      const texts = [
        'José Müller',
        'ΟΔΟΣ Αθηνών',
        'Привет МИР',
        'हिन्दी भाषा',
        '我的转账失败了',
        'สวัสดีครับ',
        '한국어',
      ];
      const states: Conversation[] = [];
      for (const subject of texts) states.push(await stored(opening({ subject })));
      const searches = [
        ['jose', 'JOSÉ', 'muller', 'ｊｏｓｅ'],
        ['οδος', 'οδό', 'ΑΘΗ'],
        ['прив', 'мир'],
        ['हिन्', 'भाषा'],
        ['我的', '转账', '失败'],
        ['สวัสดี', 'ครับ'],
        ['한국'],
      ];
      for (const [which, all] of searches.entries()) {
        for (const typed of all) expect(await ids(typed), typed).to.deep.equal([states[which]?.id]);
      }
    });

    it('finds nothing by what shows no letter, and never everything', async () => {
      await stored(opening({ subject: '*** <b>bold</b> OR NEAR(a b) "quoted" $regex .* %' }));
      for (const typed of ['', ' ', '*', '""', '%', '.*', '$', '(', '--', '😀']) {
        expect(await ids(typed), JSON.stringify(typed)).to.deep.equal([]);
      }
    });

    it('takes the words of a search engine for words', async () => {
      const { id } = await stored(opening({ subject: '<b>bold</b> OR NEAR(a b) "quoted" $regex' }));
      await stored(opening({ subject: 'nothing of it' }));
      for (const typed of ['or', 'near', 'NEAR(a', '"quoted"', '$regex', '<b>bold</b>', 'a OR b']) {
        expect(await ids(typed), typed).to.deep.equal([id]);
      }
      for (const typed of ['nothing OR bold', 'not bold', 'keys:bold', 'NOT zzz', 'bold*zzz']) {
        expect(await ids(typed), typed).to.deep.equal([]);
      }
      for (const typed of ODD_STRINGS) await found(typed);
    });

    it('shows what may be read, and is looked for beside', async () => {
      const states: Conversation[] = [];
      for (const wish of [
        {},
        { departmentId: 'sales' },
        { departmentId: 'loans' },
        { departmentId: 'Sales' },
        { departmentId: '' },
        { type: 'call_request' as const },
      ]) {
        states.push(await stored(opening({ subject: 'Card', ...wish })));
      }
      const [none, sales, loans, , , call] = states as [
        ...[Conversation, Conversation, Conversation],
        ...[Conversation, Conversation, Conversation],
      ];
      const mine = await stored(claiming(loans, TOM_OF_LOANS, START + MINUTE));
      const waiting = await stored(message(sales, { by: TOM, at: START + 2 * MINUTE }));
      const ended = await stored(closing(none, null, START + 3 * MINUTE));
      expect(await ids('card')).to.have.length(6);
      expect(await ids('card', TOM)).to.deep.equal([ended.id, waiting.id, mine.id, call.id]);
      expect(await ids('card', agent('sue'))).to.deep.equal([ended.id, call.id]);
      expect(await ids('card', TOM, { assignee: { id: 'tom' } })).to.deep.equal([
        waiting.id,
        mine.id,
      ]);
      expect(await ids('card', agent('sue', ['sales']), { assignee: { id: 'tom' } })).to.deep.equal(
        [waiting.id],
      );
      expect(await ids('card', TOM, { status: 'closed' })).to.deep.equal([ended.id]);
      expect(await ids('card', TOM, { status: 'open', assignee: 'nobody' })).to.deep.equal([
        call.id,
      ]);
      expect(await ids('card', TOM, { type: 'call_request' })).to.deep.equal([call.id]);
      expect(await ids('card', TOM, { type: 'onboarding' })).to.deep.equal([]);
    });

    it('leaves out what is an alias, and what may still be adopted', async () => {
      const wish = {
        owner: guest('one'),
        subject: 'Card',
        text: null,
        newcomerUntil: START + MINUTE,
      };
      const fresh = await stored(opening(wish));
      const alias = await stored(opening(wish));
      await stored(aliasing(alias));
      expect(await ids('card', admin(), {}, WHOLE, START)).to.deep.equal([]);
      expect(await ids('card', admin(), {}, WHOLE, START + 2 * MINUTE)).to.deep.equal([fresh.id]);
    });

    it('is paged, latest activity first', async () => {
      const states: Conversation[] = [];
      for (const n of times(7)) {
        states.push(await stored(opening({ subject: 'Card', at: START + n * MINUTE })));
        await stored(opening({ subject: 'Other' }));
      }
      const [moved, ...others] = states as [Conversation, ...Conversation[]];
      const latest = await stored(message(moved, { at: START + 60 * MINUTE }));
      const order = [latest, ...others.toReversed()];
      expect(await found('card')).to.deep.equal({ items: order, total: 7 });
      expect(await found('card', admin(), {}, { skip: 2, limit: 3 })).to.deep.equal({
        items: order.slice(2, 5),
        total: 7,
      });
      const after = { updatedAt: others[3]?.updatedAt ?? 0, number: others[3]?.number ?? 0 };
      expect(await found('card', TOM, {}, { after, skip: 1, limit: 2 })).to.deep.equal({
        items: order.slice(5, 7),
        total: 7,
      });
      expect(await found('card', admin(), {}, { skip: 70 })).to.deep.equal({ items: [], total: 7 });
    });

    it('looks at as many as it says of what very many match', async () => {
      const appends = times(MAX_FOUND + 5).map((n) =>
        opening({ subject: 'Card', owner: customer(`c${n % 50}`), at: START + n }),
      );
      for (let at = 0; at < appends.length; at += 200) {
        await answer(store().log.append(appends.slice(at, at + 200)));
      }
      const { items, total } = await found('card', admin(), {}, { limit: 3 });
      expect(items).to.deep.equal(
        appends
          .toReversed()
          .slice(0, 3)
          .map(({ conversation }) => conversation),
      );
      expect(total).to.be.within(MAX_FOUND, MAX_FOUND + 5);
    });

    it('is as the domain says, whatever is stored and typed', async () => {
      const words = ['card', 'Карта', 'car', 'é', 'a-b', 'x@y.zz', '转账', 'SMI'];
      const phrase = fc
        .array(fc.constantFrom(...words), { maxLength: 3 })
        .map((all) => all.join(' '));
      const states: Conversation[] = [];
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            subject: phrase,
            name: phrase,
            departmentId: fc.constantFrom(null, 'sales', 'loans'),
            step: fc.constantFrom('none', 'claimed', 'ticket', 'closed'),
          }),
          phrase,
          async ({ subject, name, departmentId, step }, typed) => {
            let state = await stored(opening({ subject, owner: of({ name }), departmentId }));
            if (step === 'claimed') state = await stored(claiming(state, TOM_OF_LOANS));
            if (step === 'ticket') state = await stored(ticketing(state));
            if (step === 'closed') state = await stored(closing(state));
            states.push(state);
            const filter = { ...ANY, search: wantedKeys(typed) };
            for (const viewer of [admin(), TOM, agent('sue', ['loans', 'sales'])]) {
              const items = states.filter((one) => isListed(one, viewer, filter, LATER));
              expect(
                await answer(store().queries.listed(viewer, filter, WHOLE, LATER)),
              ).to.deep.equal({
                items: items.sort(byLatestActivity),
                total: items.length,
              });
            }
          },
        ),
        { numRuns: 60, endOnFailure: true },
      );
    });
  });
};
