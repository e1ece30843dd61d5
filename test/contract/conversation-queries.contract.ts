import { fold } from '../../src/domain/evolve.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Append, MAX_APPEND } from '../../src/application/ports/conversation-log.js';
import type { Page } from '../../src/application/ports/conversation-queries.js';
import type { Store } from '../../src/application/ports/store.js';
import { type PersonKey, personKey } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import type { MessagePosted } from '../../src/domain/conversation-event.js';
import { agent, customer, guest } from '../support/actors.js';
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
  together,
} from '../support/appends.js';

import { type ContractOptions, eachTime } from '../support/fixture.js';
import { SINGLE_OPEN } from '../support/channels.js';
import { textOf } from '../support/text-of.js';

const ALICE = personKey(customer('alice'));
const MINUTE = 60_000;

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

const messagesIn = ({ events }: Append): readonly MessagePosted[] =>
  events.filter((event) => event.type === 'messagePosted');

/** Messages, and between them what has no place. */
const mixed = (messages: number): Append => {
  let last = opening({ text: 'message 1' });
  const add = (...appends: readonly Append[]): void => {
    last = together(last, ...appends);
  };
  for (const n of times(messages - 1)) {
    if (n % 3 === 0) add(note(last.conversation));
    if (n % 5 === 0) {
      const claimed = claiming(last.conversation, agent('sarah'));
      if (claimed.events.length > 0) add(claimed);
      add(handingOver(last.conversation, agent('tom')));
      add(handingOver(last.conversation, agent('sarah')));
    }
    add(message(last.conversation, { text: `message ${n + 2}` }));
  }
  add(note(last.conversation));
  return last;
};

/** The same in as many appends as it takes. */
const inParts = ({ events }: Append): readonly Append[] => {
  const parts: Append[] = [];
  for (let at = 0; at < events.length; at += MAX_APPEND.events) {
    const some = events.slice(at, at + MAX_APPEND.events);
    const conversation = fold(some, parts.at(-1)?.conversation);
    parts.push({ expectedSeq: at, events: some, conversation });
  }
  return parts;
};

/**
 * What every store shows of itself in lists. `setup` gives empty queries, and the log that they are of;
 * `teardown` closes them, and removes their data.
 */
export const describeConversationQueriesContract = (
  options: ContractOptions<Pick<Store, 'log' | 'queries'>>,
): void => {
  describe(`ConversationQueries: ${options.name}`, () => {
    const store = eachTime(options);

    const stored = async (append: Append): Promise<Conversation> => {
      expect(await answer(store().log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      return append.conversation;
    };

    const owned = (owner: PersonKey = ALICE, page = 1, limit = 100): Promise<Page<Conversation>> =>
      answer(store().queries.owned(owner, { page, limit }));

    const messages = (
      id: Conversation['id'],
      first: number,
      count: number,
    ): Promise<readonly MessagePosted[]> => answer(store().queries.messages(id, first, count));

    /** Oldest activity first, a minute apart. */
    const storedInOrder = async (count: number): Promise<readonly Conversation[]> => {
      const all: Conversation[] = [];
      for (const n of times(count)) all.push(await stored(opening({ at: START + n * MINUTE })));
      return all;
    };

    describe('owned', () => {
      it('is empty for who has none', async () => {
        await stored(opening({ owner: customer('bob') }));
        expect(await owned()).to.deep.equal({ items: [], total: 0 });
      });

      it('gives the latest activity first', async () => {
        const opened = await storedInOrder(5);
        expect(await owned()).to.deep.equal({ items: opened.toReversed(), total: 5 });
      });

      it('puts first what something has happened to', async () => {
        const [one, two, three] = (await storedInOrder(3)) as [
          Conversation,
          Conversation,
          Conversation,
        ];
        const posted = await stored(message(one, { at: START + 10 * MINUTE }));
        expect((await owned()).items).to.deep.equal([posted, three, two]);
        const claimed = await stored(claiming(two, agent(), START + 20 * MINUTE));
        expect((await owned()).items).to.deep.equal([claimed, posted, three]);
      });

      it('shows what is closed too', async () => {
        const closed = await stored(closing(await stored(opening())));
        expect(await owned()).to.deep.equal({ items: [closed], total: 1 });
      });

      it("shows nobody else's", async () => {
        const owners = [customer('alice'), customer('Alice'), guest('alice'), customer('alic')];
        for (const owner of owners) {
          const only = await stored(opening({ owner }));
          expect(await owned(personKey(owner))).to.deep.equal({ items: [only], total: 1 });
        }
      });

      it('gives each page its part and the total, and nothing beyond the end', async () => {
        const latestFirst = (await storedInOrder(7)).toReversed();
        const pages = [
          [1, 3, latestFirst.slice(0, 3)],
          [2, 3, latestFirst.slice(3, 6)],
          [3, 3, latestFirst.slice(6)],
          [4, 3, []],
          [1_000_000, 100, []],
          [7, 1, latestFirst.slice(6)],
          [1, 7, latestFirst],
        ] as const;
        for (const [page, limit, items] of pages) {
          expect(await owned(ALICE, page, limit)).to.deep.equal({ items, total: 7 });
        }
      });

      it('has everything on one page or another when all happened at once', async () => {
        const ids: string[] = [];
        for (const _ of times(9)) ids.push((await stored(opening({ at: START }))).id);
        const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => owned(ALICE, page, 2)));
        const paged = pages.flatMap(({ items }) => items.map(({ id }) => id));
        expect(paged).to.have.members(ids);
        expect(paged).to.deep.equal((await owned()).items.map(({ id }) => id));
      });

      it('keeps the order of the others, and the total, while messages arrive', async () => {
        const before = [...(await storedInOrder(6))];
        for (const n of times(20)) {
          const busy = before[n % 3];
          if (busy === undefined) throw new Error('there are six');
          before[n % 3] = await stored(message(busy, { at: START + (10 + n) * MINUTE }));
          const pages = await Promise.all([1, 2, 3].map((page) => owned(ALICE, page, 2)));
          expect(pages.map(({ total }) => total)).to.deep.equal([6, 6, 6]);
          const listed = pages.flatMap(({ items }) => items);
          expect(listed).to.have.deep.members(before);
          const quiet = before.slice(3);
          expect(listed.filter(({ id }) => quiet.some((one) => one.id === id))).to.deep.equal(
            quiet.toReversed(),
          );
        }
      });

      it("shows one's own acknowledged writes", async () => {
        let state = await stored(opening());
        expect(await owned()).to.deep.equal({ items: [state], total: 1 });
        for (const step of [message, claiming, note, closing] as const) {
          state = await stored(step(state));
          expect(await owned()).to.deep.equal({ items: [state], total: 1 });
        }
      });

      it('shows a conversation to the owner that it has now, and to no other', async () => {
        const [stays, goes] = (await storedInOrder(2)) as [Conversation, Conversation];
        const moved = await stored(moving(goes, customer('bob'), START + 10 * MINUTE));
        const bobs = await stored(opening({ owner: customer('bob'), at: START + 5 * MINUTE }));
        expect(await owned()).to.deep.equal({ items: [stays], total: 1 });
        expect(await owned(personKey(customer('bob')))).to.deep.equal({
          items: [moved, bobs],
          total: 2,
        });
      });

      it('shows nothing of what was refused', async () => {
        const opened = await stored(opening({ channel: SINGLE_OPEN }));
        const posted = await stored(message(opened));
        const refused = [message(opened), opening({ channel: SINGLE_OPEN })];
        const outcomes = await answer(store().log.append(refused));
        expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['taken', 'slotTaken']);
        expect(await owned()).to.deep.equal({ items: [posted], total: 1 });
      });
    });

    describe('messages', () => {
      it('is empty where there are none', async () => {
        const { id } = await stored(opening({ text: null }));
        expect(await messages(id, 1, 10)).to.deep.equal([]);
        expect(await messages(opening().conversation.id, 1, 10)).to.deep.equal([]);
      });

      it('has no place for notes, claims and handovers', async () => {
        const append = mixed(10);
        const { id } = await stored(append);
        expect(messagesIn(append).map(textOf)).to.deep.equal(
          times(10).map((n) => `message ${n + 1}`),
        );
        expect(await messages(id, 1, 100)).to.deep.equal(messagesIn(append));
        for (const place of times(10)) {
          expect(await messages(id, place + 1, 1)).to.deep.equal([messagesIn(append)[place]]);
        }
      });

      it('counts places over appends as over events of one append', async () => {
        const whole = mixed(20);
        const parts: Append[] = [];
        let last = opening({ text: null });
        const { id } = await stored(last);
        for (const said of messagesIn(whole)) {
          const text = textOf(said) ?? '';
          for (const step of [note, claiming, (state: Conversation) => message(state, { text })]) {
            const next = step(last.conversation);
            last = next.events.length === 0 ? last : next;
            if (last === next) await stored(last);
          }
          parts.push(last);
        }
        expect(await messages(id, 1, 100)).to.deep.equal(parts.flatMap(messagesIn));
        expect(await messages(id, 11, 3)).to.deep.equal(parts.slice(10, 13).flatMap(messagesIn));
      });

      it('gives nothing beyond the end', async () => {
        const append = mixed(10);
        const { id } = await stored(append);
        expect(await messages(id, 10, 10)).to.deep.equal(messagesIn(append).slice(-1));
        expect(await messages(id, 11, 10)).to.deep.equal([]);
        expect(await messages(id, 1_000_000, 10)).to.deep.equal([]);
      });

      it('gives any window of a long conversation', async () => {
        const append = mixed(3_000);
        const { id } = append.conversation;
        for (const part of inParts(append)) await stored(part);
        const all = messagesIn(append);
        await fc.assert(
          fc.asyncProperty(
            fc.integer({ min: 1, max: 3_100 }),
            fc.integer({ min: 1, max: 100 }),
            async (first, count) => {
              expect(await messages(id, first, count)).to.deep.equal(
                all.slice(first - 1, first - 1 + count),
              );
            },
          ),
        );
      });

      it('keeps the place of each message while others arrive', async () => {
        const append = mixed(10);
        let state = await stored(append);
        const page = await messages(state.id, 4, 4);
        for (const step of [message, note, closing, note] as const) {
          state = await stored(step(state));
          expect(await messages(state.id, 4, 4)).to.deep.equal(page);
        }
      });

      it("shows one's own acknowledged writes", async () => {
        let state = await stored(opening());
        for (const n of times(20)) {
          const append = message(state, { text: `message ${n}` });
          state = await stored(append);
          expect(await messages(state.id, state.messageCount, 10)).to.deep.equal(append.events);
        }
      });

      it('keeps conversations apart', async () => {
        const appends = times(5).map((n) => opening({ text: `message of ${n}` }));
        for (const append of appends) await stored(append);
        for (const append of appends) {
          expect(await messages(append.conversation.id, 1, 100)).to.deep.equal(messagesIn(append));
        }
      });
    });
  });
};
