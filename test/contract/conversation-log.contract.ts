import { expect } from 'chai';
import fc from 'fast-check';
import { none, some } from 'fp-ts/lib/Option.js';
import {
  type Append,
  type AppendOutcome,
  type ConversationLog,
  MAX_APPEND,
} from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey } from '../../src/domain/actor.js';
import { type Conversation, slotOf } from '../../src/domain/conversation.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import { admin, agent, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import {
  attachment,
  claiming,
  closing,
  handingOver,
  message,
  moving,
  note,
  opening,
  rating,
  together,
} from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS, oddString } from '../support/odd-strings.js';
import { batches, modelOf } from './log-model.js';
import { EXCLUSIVE, SINGLE_OPEN } from '../support/channels.js';

/** With names of all kinds. */
const FILES = ODD_STRINGS.slice(0, 5).map((called) => attachment(called));

const EVERYTHING = 1_000_000;
const ALICE = personKey(customer('alice'));
const SLOT = slotOf(SINGLE_OPEN, ALICE, 'general');

/** What is one to who looks at letters as people do, and to no log. */
const ALIKE = [
  ...['m1', 'M1', ' m1', 'm1 ', 'm\u03011', '\u1e3f1', 'm01'],
  ...['1', '2'].map((end) => 'm'.repeat(199) + end),
];

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Of several at once, the one that was stored; fails unless there was exactly one. */
const winnerOf = (appends: readonly Append[], outcomes: readonly AppendOutcome[]): Append => {
  const winners = appends.filter((_, index) => outcomes[index]?.kind === 'appended');
  expect(winners).to.have.length(1);
  const [winner] = winners;
  if (winner === undefined) throw new Error('nobody won');
  return winner;
};

/**
 * What every log promises on one node. `setup` gives a log in which nothing is stored, as a store or beside
 * whatever else; `teardown` closes it, and removes its data.
 */
export const describeConversationLogContract = (
  options: ContractOptions<Pick<Store, 'log'>>,
): void => {
  describe(`ConversationLog: ${options.name}`, () => {
    const store = eachTime(options);
    const log = (): ConversationLog => store().log;

    const tryAppend = async (append: Append): Promise<AppendOutcome['kind'] | undefined> => {
      const outcomes = await answer(log().append([append]));
      expect(outcomes).to.have.length(1);
      return outcomes[0]?.kind;
    };

    const stored = async (append: Append): Promise<Conversation> => {
      expect(await tryAppend(append)).to.equal('appended');
      return append.conversation;
    };

    const eventsOf = ({ id }: Conversation): Promise<readonly ConversationEvent[]> =>
      answer(log().read(id, 0, EVERYTHING));

    /** The log ends with this append and the state is the one after it. */
    const expectLatest = async (append: Append): Promise<void> => {
      const { conversation, events } = append;
      expect(await answer(log().load(conversation.id))).to.deep.equal(some(conversation));
      const all = await eventsOf(conversation);
      expect(all.map(({ seq }) => seq)).to.deep.equal(
        times(conversation.lastSeq).map((index) => index + 1),
      );
      expect(all.slice(-events.length)).to.deep.equal(events);
    };

    const expectAbsent = async ({ id }: Conversation): Promise<void> => {
      expect(await answer(log().load(id))).to.deep.equal(none);
      expect(await answer(log().read(id, 0, EVERYTHING))).to.deep.equal([]);
    };

    describe('append', () => {
      it('stores an opening', async () => {
        const first = opening();
        expect(await tryAppend(first)).to.equal('appended');
        await expectLatest(first);
      });

      it('stores every event of an append, and the state after them', async () => {
        const opened = await stored(opening());
        const reply = message(opened, { by: agent() });
        expect(reply.events.map(({ type }) => type)).to.deep.equal(['claimed', 'messagePosted']);
        await stored(reply);
        await expectLatest(reply);
      });

      it('stores every kind of event', async () => {
        const steps = [
          (state: Conversation) => message(state),
          (state: Conversation) => message(state, { text: '', attachments: FILES }),
          (state: Conversation) => claiming(state),
          (state: Conversation) => handingOver(state, agent('tom'), 'knows more'),
          (state: Conversation) => note(state),
          (state: Conversation) => closing(state, 'solved'),
          (state: Conversation) => rating(state, 'thank you'),
        ];
        let last = opening();
        await stored(last);
        for (const step of steps) {
          last = step(last.conversation);
          await stored(last);
          await expectLatest(last);
        }
      });

      it('answers a batch of none with no outcomes', async () => {
        expect(await answer(log().append([]))).to.deep.equal([]);
      });

      it('tells that a seq is taken, and keeps what was there', async () => {
        const opened = await stored(opening());
        const winner = message(opened, { text: 'first' });
        await stored(winner);
        expect(await tryAppend(message(opened, { text: 'second' }))).to.equal('taken');
        await expectLatest(winner);
      });

      it('stores nothing of an append of several events at a taken seq', async () => {
        const opened = await stored(opening());
        const winner = note(opened);
        await stored(winner);
        expect(await tryAppend(message(opened, { by: agent(), name: 'm1' }))).to.equal('taken');
        await expectLatest(winner);
        expect(await answer(log().findMessage(opened.id, personKey(agent()), 'm1'))).to.deep.equal(
          none,
        );
      });

      it('tells that a conversation is there already', async () => {
        const first = opening();
        await stored(first);
        expect(await tryAppend(first)).to.equal('taken');
        await expectLatest(first);
      });

      it('takes no append that leaves a gap', async () => {
        const first = opening();
        const opened = await stored(first);
        const missing = message(opened);
        expect(await tryAppend(message(missing.conversation))).to.equal('taken');
        await expectLatest(first);
      });

      it('takes no append to what was never opened', async () => {
        const missing = opening();
        expect(await tryAppend(message(missing.conversation))).to.equal('taken');
        await expectAbsent(missing.conversation);
      });

      it('answers each append of a batch in order, and a refused one undoes no other', async () => {
        const one = await stored(opening());
        const two = await stored(opening());
        const three = await stored(opening({ name: 'used' }));
        await stored(opening({ channel: SINGLE_OPEN }));
        await stored(message(one));
        const batch = [
          opening(),
          message(one, { text: 'late' }),
          message(two),
          message(three, { name: 'used' }),
          opening({ channel: SINGLE_OPEN }),
          opening({ name: 'used' }),
          opening({ text: 'the last' }),
        ] as const;
        const outcomes = await answer(log().append(batch));
        expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
          'appended',
          'taken',
          'appended',
          'repeated',
          'slotTaken',
          'repeated',
          'appended',
        ]);
        for (const kept of [batch[0], batch[2], batch[6]]) await expectLatest(kept);
        for (const refused of [batch[4], batch[5]]) await expectAbsent(refused.conversation);
        expect(await eventsOf(one)).to.have.length(one.lastSeq + 1);
        expect(await eventsOf(three)).to.have.length(three.lastSeq);
      });

      it('lets exactly one of many at the same seq win', async () => {
        const opened = await stored(opening());
        const appends = times(50).map((n) => message(opened, { text: `try ${n}` }));
        const outcomes = await Promise.all(appends.map(tryAppend));
        await expectLatest(
          winnerOf(
            appends,
            outcomes.map((kind = 'taken') => ({ kind })),
          ),
        );
        expect(outcomes.filter((kind) => kind === 'taken')).to.have.length(49);
      });

      it('stores all of many at once that do not collide', async () => {
        const appends = times(50).map(() => opening());
        const outcomes = await Promise.all(appends.map(tryAppend));
        expect(outcomes).to.deep.equal(times(50).map(() => 'appended'));
        for (const append of appends) await expectLatest(append);
      });

      it('takes as many events as an append may have, and as much', async () => {
        let most = opening();
        while (most.events.length < MAX_APPEND.events) {
          most = together(most, message(most.conversation));
        }
        await stored(most);
        await expectLatest(most);
        const bare = opening({ text: '' });
        const room = MAX_APPEND.bytes - Buffer.byteLength(JSON.stringify(bare.events));
        const long = opening({ text: 'ü'.repeat(room / 2 - 10) });
        await stored(long);
        await expectLatest(long);
      });

      it('takes one such append after another, and finds all that is in them', async () => {
        let last = opening();
        await stored(last);
        const { id } = last.conversation;
        const long = 'ü'.repeat(MAX_APPEND.bytes / 2 - 1_000);
        for (const n of times(20)) {
          last = message(last.conversation, { text: `${n}${long}`, name: `long ${n}` });
          await stored(last);
        }
        await stored(message(last.conversation, { name: 'short' }));
        for (const n of times(20)) {
          const [event] = await answer(log().read(id, n + 2, 1));
          expect(event).to.include({ seq: n + 3, clientMessageId: `long ${n}` });
          const named = await answer(log().findMessage(id, ALICE, `long ${n}`));
          expect(named).to.deep.equal(some(event));
        }
        expect(await eventsOf(last.conversation)).to.have.length(23);
      });

      it('takes so many appends in one batch', async () => {
        const long = 'ü'.repeat(MAX_APPEND.bytes / 2 - 1_000);
        const batch = times(20).map(() => opening({ text: long }));
        const outcomes = await answer(log().append(batch));
        expect(outcomes.map(({ kind }) => kind)).to.deep.equal(times(20).map(() => 'appended'));
        for (const append of batch) await expectLatest(append);
      });

      it('throws for what no append may be, before anything of the batch is stored', async () => {
        const opened = await stored(opening());
        const named = message(opened, { name: 'm1' });
        const note200 = times(MAX_APPEND.events).reduce(
          (whole) => together(whole, note(whole.conversation)),
          note(opened),
        );
        const bugs = [
          note200,
          message(opened, { text: 'ü'.repeat(MAX_APPEND.bytes / 2) }),
          together(named, message(named.conversation, { name: 'm1' })),
        ];
        for (const bug of bugs) {
          const innocent = opening();
          const thrown: unknown = await log()
            .append([innocent, bug])()
            .catch((error: unknown) => error);
          expect(thrown).to.be.instanceOf(Error);
          await expectAbsent(innocent.conversation);
          expect(await answer(log().load(opened.id))).to.deep.equal(some(opened));
        }
        await stored(named);
      });

      it('behaves as the plainest log would, whatever is tried', async () => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(batches, async (tried) => {
            const model = modelOf((run += 1));
            for (const steps of tried) {
              const batch = steps.map((step) => model.appendFor(step));
              const outcomes = await answer(log().append(batch));
              expect(outcomes).to.have.length(batch.length);
              expect(model.settle(batch, outcomes), JSON.stringify(outcomes)).to.equal(true);
            }
            for (const [id, events] of model.events) {
              expect(await answer(log().read(id, 0, EVERYTHING))).to.deep.equal(events);
              expect(await answer(log().load(id))).to.deep.equal(
                some(model.states.get(id)?.at(-1)),
              );
            }
            for (const slot of model.slots()) {
              const open = model.openIn(slot);
              expect(await answer(log().findOpen(slot))).to.deep.equal(
                open === undefined ? none : some(open),
              );
            }
          }),
          { numRuns: 60 },
        );
      });
    });

    describe('clientMessageId', () => {
      it('is told to be repeated, and the first message stays the only one', async () => {
        const opened = await stored(opening());
        const first = message(opened, { name: 'm1', text: 'first' });
        const next = await stored(first);
        expect(await tryAppend(message(next, { name: 'm1', text: 'first' }))).to.equal('repeated');
        await expectLatest(first);
        expect(await answer(log().findMessage(opened.id, ALICE, 'm1'))).to.deep.equal(
          some(first.events[0]),
        );
      });

      it('stores nothing of an append whose later event is repeated', async () => {
        const opened = await stored(opening());
        const first = message(opened, { name: 'm1' });
        const next = await stored(first);
        const fresh = message(next, { name: 'm2' });
        const both = together(fresh, message(fresh.conversation, { name: 'm1' }));
        expect(await tryAppend(both)).to.equal('repeated');
        await expectLatest(first);
        expect(await answer(log().findMessage(opened.id, ALICE, 'm2'))).to.deep.equal(none);
      });

      it('is one name for each sender', async () => {
        let state = await stored(opening({ owner: customer('sam'), name: 'm1' }));
        for (const by of [agent('sarah'), agent('sam'), agent('tom')]) {
          state = await stored(message(state, { by, name: 'm1', text: by.id }));
        }
        const named = await Promise.all(
          [customer('sam'), agent('sarah'), agent('sam'), agent('tom')].map((sender) =>
            answer(log().findMessage(state.id, personKey(sender), 'm1')),
          ),
        );
        const posted = (await eventsOf(state)).filter(({ type }) => type === 'messagePosted');
        expect(named).to.deep.equal(posted.map((event) => some(event)));
      });

      it('stays the name of an agent who becomes an admin', async () => {
        const opened = await stored(opening());
        const next = await stored(message(opened, { by: agent('sarah'), name: 'm1' }));
        expect(await tryAppend(message(next, { by: admin('sarah'), name: 'm1' }))).to.equal(
          'repeated',
        );
      });

      it('is a note’s as well as a message’s: one name for both', async () => {
        const opened = await stored(opening());
        const first = note(opened, 'between us', admin(), 'n1');
        const next = await stored(first);
        expect(await answer(log().findMessage(opened.id, personKey(admin()), 'n1'))).to.deep.equal(
          some(first.events[0]),
        );
        for (const again of [
          note(next, 'between us', admin(), 'n1'),
          message(next, { by: admin(), name: 'n1' }),
        ]) {
          expect(await tryAppend(again)).to.equal('repeated');
        }
        await expectLatest(first);
        const said = message(next, { by: admin(), name: 'm1' });
        const later = await stored(said);
        expect(await tryAppend(note(later, 'between us', admin(), 'm1'))).to.equal('repeated');
        await expectLatest(said);
      });

      it('is one name for each conversation', async () => {
        const one = await stored(opening());
        const two = await stored(opening());
        await stored(message(one, { name: 'm1', text: 'in one' }));
        const other = message(two, { name: 'm1', text: 'in two' });
        await stored(other);
        expect(await answer(log().findMessage(two.id, ALICE, 'm1'))).to.deep.equal(
          some(other.events[0]),
        );
      });

      it('is repeated for one of two at once, whatever their seq', async () => {
        const opened = await stored(opening());
        const appends = times(20).map(() => message(opened, { name: 'm1' }));
        const kinds = await Promise.all(appends.map(tryAppend));
        const winner = winnerOf(
          appends,
          kinds.map((kind = 'taken') => ({ kind })),
        );
        await expectLatest(winner);
        expect(await tryAppend(message(winner.conversation, { name: 'm1' }))).to.equal('repeated');
      });

      it('tells names apart by every character, and senders too', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(oddString({ minLength: 1, maxLength: 20 }), {
              minLength: 2,
              maxLength: 6,
              selector: (value) => value,
            }),
            async (strings) => {
              const senders = strings.map((id) => agent(id));
              let state = await stored(opening());
              const posted: ConversationEvent[] = [];
              for (const [index, by] of senders.entries()) {
                const named = message(state, { by: admin(by.id), name: strings[index] ?? null });
                const reused = message(named.conversation, {
                  by: admin(by.id),
                  name: strings[index - 1] ?? 'first',
                });
                state = await stored(named);
                state = await stored(reused);
                posted.push(...[named, reused].flatMap(({ events }) => events.slice(-1)));
              }
              for (const [index, by] of senders.entries()) {
                for (const [offset, given] of [strings[index], strings[index - 1]].entries()) {
                  expect(
                    await answer(log().findMessage(state.id, personKey(by), given ?? 'first')),
                  ).to.deep.equal(some(posted[index * 2 + offset]));
                }
              }
            },
          ),
          { numRuns: 40 },
        );
      });

      it("never takes a sender's end for the beginning of a name", async () => {
        for (const between of ['', ',', '|', ':', '/', '"', '","', ' ', '\\', '\u001f']) {
          const cases = [
            { owner: customer('a'), name: `b${between}c` },
            { owner: customer(`a${between}b`), name: 'c' },
          ];
          for (const wish of cases) {
            const { id } = await stored(opening(wish));
            expect(await answer(log().findOpening(personKey(wish.owner), wish.name))).to.deep.equal(
              some(id),
            );
          }
        }
      });

      it("never takes a name's end for the beginning of a sender", async () => {
        let state = await stored(opening());
        for (const between of ['', ',', '|', ':', '/', '"', '","', ' ', '\\', '\u001f']) {
          const cases = (kind: string) =>
            [
              { id: 'a', name: `c${between}${kind}:x` },
              { id: `x${between}${kind}:a`, name: 'c' },
            ] as const;
          for (const { id, name: given } of cases('guest')) {
            const opened = await stored(opening({ owner: guest(id), name: given }));
            const found = await answer(log().findOpening(personKey(guest(id)), given));
            expect(found).to.deep.equal(some(opened.id));
          }
          for (const { id, name: given } of cases('staff')) {
            const said = message(state, { by: admin(id), name: given });
            state = await stored(said);
            const found = await answer(log().findMessage(state.id, personKey(admin(id)), given));
            expect(found).to.deep.equal(some(said.events.at(-1)));
          }
        }
      });

      it('is another one by a letter, its case, its accent or a blank', async () => {
        let state = await stored(opening());
        for (const given of ALIKE) {
          const said = message(state, { name: given });
          state = await stored(said);
          const found = await answer(log().findMessage(state.id, ALICE, given));
          expect(found).to.deep.equal(some(said.events[0]));
          const { id } = await stored(opening({ name: given }));
          expect(await answer(log().findOpening(ALICE, given))).to.deep.equal(some(id));
        }
      });

      it('finds nothing under a name that nobody gave', async () => {
        const opened = await stored(opening());
        await stored(message(opened));
        for (const given of ['', 'm1', 'null', 'undefined']) {
          expect(await answer(log().findMessage(opened.id, ALICE, given))).to.deep.equal(none);
        }
        const unknown = opening({ name: 'm1' }).conversation;
        expect(await answer(log().findMessage(unknown.id, ALICE, 'm1'))).to.deep.equal(none);
      });
    });

    describe('the name of an opening message', () => {
      it('finds the conversation that it opened, and the message in it', async () => {
        const first = opening({ name: 'o1' });
        const { id } = await stored(first);
        expect(await answer(log().findOpening(ALICE, 'o1'))).to.deep.equal(some(id));
        expect(await answer(log().findMessage(id, ALICE, 'o1'))).to.deep.equal(
          some(first.events[1]),
        );
      });

      it('opens no second conversation of the same sender', async () => {
        const { id } = await stored(opening({ name: 'o1' }));
        const again = opening({ name: 'o1' });
        expect(await tryAppend(again)).to.equal('repeated');
        await expectAbsent(again.conversation);
        expect(await answer(log().findOpening(ALICE, 'o1'))).to.deep.equal(some(id));
      });

      it('stays used when the conversation is closed', async () => {
        const opened = await stored(opening({ name: 'o1' }));
        await stored(closing(opened));
        expect(await tryAppend(opening({ name: 'o1' }))).to.equal('repeated');
        expect(await answer(log().findOpening(ALICE, 'o1'))).to.deep.equal(some(opened.id));
      });

      it('opens one conversation when many try at once, in one batch or in many', async () => {
        const appends = times(20).map(() => opening({ name: 'o1' }));
        const outcomes = await Promise.all([
          answer(log().append(appends.slice(0, 10))),
          ...appends.slice(10).map((append) => answer(log().append([append]))),
        ]);
        const winner = winnerOf(appends, outcomes.flat());
        expect(outcomes.flat().filter(({ kind }) => kind === 'repeated')).to.have.length(19);
        expect(await answer(log().findOpening(ALICE, 'o1'))).to.deep.equal(
          some(winner.conversation.id),
        );
      });

      it('is free for everybody else', async () => {
        const owners = [customer('alice'), customer('bob'), guest('alice'), guest('bob')];
        const ids = [];
        for (const owner of owners) ids.push((await stored(opening({ owner, name: 'o1' }))).id);
        const found = await Promise.all(
          owners.map((owner) => answer(log().findOpening(personKey(owner), 'o1'))),
        );
        expect(found).to.deep.equal(ids.map((id) => some(id)));
      });

      it('is free for a later message in another conversation', async () => {
        const opened = await stored(opening({ name: 'o1' }));
        const other = await stored(opening());
        await stored(message(other, { name: 'o1' }));
        expect(await answer(log().findOpening(ALICE, 'o1'))).to.deep.equal(some(opened.id));
      });

      it('is not free for a later message in the same conversation', async () => {
        const opened = await stored(opening({ name: 'o1' }));
        expect(await tryAppend(message(opened, { name: 'o1' }))).to.equal('repeated');
      });

      it('may be one that a later message had before', async () => {
        const other = await stored(opening());
        await stored(message(other, { name: 'm1' }));
        expect(await answer(log().findOpening(ALICE, 'm1'))).to.deep.equal(none);
        const { id } = await stored(opening({ name: 'm1' }));
        expect(await answer(log().findOpening(ALICE, 'm1'))).to.deep.equal(some(id));
      });
    });

    describe('the slot of an open conversation', () => {
      const single = (wish: Parameters<typeof opening>[0] = {}): Append =>
        opening({ channel: SINGLE_OPEN, ...wish });

      it('is empty at first', async () => {
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(none);
      });

      it('finds the conversation, which keeps it while it is open', async () => {
        let state = await stored(single());
        for (const step of [message, claiming, note] as const) {
          state = await stored(step(state));
          expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(state.id));
        }
      });

      it('holds one conversation', async () => {
        const { id } = await stored(single());
        const second = single();
        expect(await tryAppend(second)).to.equal('slotTaken');
        await expectAbsent(second.conversation);
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(id));
      });

      it('goes to one of many at once, in one batch or in many', async () => {
        const appends = times(20).map(() => single());
        const outcomes = await Promise.all([
          answer(log().append(appends.slice(0, 10))),
          ...appends.slice(10).map((append) => answer(log().append([append]))),
        ]);
        const winner = winnerOf(appends, outcomes.flat());
        expect(outcomes.flat().filter(({ kind }) => kind === 'slotTaken')).to.have.length(19);
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(winner.conversation.id));
      });

      it('is one for each owner and type', async () => {
        const wishes = [
          { owner: customer('alice') },
          { owner: customer('alice'), type: 'onboarding' },
          { owner: customer('bob') },
          { owner: guest('alice') },
        ] as const;
        for (const wish of wishes) {
          const { id, type } = await stored(single(wish));
          expect(
            await answer(log().findOpen(slotOf(SINGLE_OPEN, personKey(wish.owner), type))),
          ).to.deep.equal(some(id));
        }
      });

      it('is one for each channel that has such', async () => {
        const { id } = await stored(single());
        const channel = { ...SINGLE_OPEN, name: 'another' };
        const other = await stored(single({ channel }));
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(id));
        const slot = slotOf(channel, ALICE, 'general');
        expect(await answer(log().findOpen(slot))).to.deep.equal(some(other.id));
      });

      it('is another one by a letter of the owner, its case, its accent or a blank', async () => {
        for (const owner of ALIKE.map(customer)) {
          const { id } = await stored(single({ owner }));
          const slot = slotOf(SINGLE_OPEN, personKey(owner), 'general');
          expect(await answer(log().findOpen(slot))).to.deep.equal(some(id));
        }
      });

      it('is no matter of a channel that opens as many as one likes', async () => {
        await stored(opening({ channel: EXCLUSIVE }));
        await stored(opening({ channel: EXCLUSIVE }));
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(none);
        const { id } = await stored(single());
        await stored(opening({ channel: EXCLUSIVE }));
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(id));
      });

      it('is free again once the conversation is closed', async () => {
        await stored(closing(await stored(single())));
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(none);
        const { id } = await stored(single());
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(id));
      });

      it('is neither taken nor freed by what still happens to a closed one', async () => {
        const closed = await stored(closing(await stored(single())));
        const noted = await stored(note(closed));
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(none);
        const { id } = await stored(single());
        await stored(rating(noted));
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(id));
      });

      it('is not freed by a closing that is refused', async () => {
        const opened = await stored(single());
        await stored(message(opened));
        expect(await tryAppend(closing(opened))).to.equal('taken');
        expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(opened.id));
        expect(await tryAppend(single())).to.equal('slotTaken');
      });

      describe('whose owner changes', () => {
        const BOB = customer('bob');
        const BOBS = slotOf(SINGLE_OPEN, personKey(BOB), 'general');

        it('is left for the one of the new owner', async () => {
          const opened = await stored(single());
          const moved = moving(opened, BOB);
          await stored(moved);
          await expectLatest(moved);
          expect(await answer(log().findOpen(SLOT))).to.deep.equal(none);
          expect(await answer(log().findOpen(BOBS))).to.deep.equal(some(opened.id));
          expect(await tryAppend(single({ owner: BOB }))).to.equal('slotTaken');
          const { id } = await stored(single());
          expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(id));
        });

        it('is not left for one that is taken, and nothing of the append is stored', async () => {
          const first = single();
          const opened = await stored(first);
          const other = await stored(single({ owner: BOB }));
          expect(await tryAppend(moving(opened, BOB))).to.equal('slotTaken');
          await expectLatest(first);
          expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(opened.id));
          expect(await answer(log().findOpen(BOBS))).to.deep.equal(some(other.id));
          await stored(closing(other));
          await stored(moving(opened, BOB));
        });

        it('refuses that append alone of its batch', async () => {
          const opened = await stored(single());
          await stored(single({ owner: BOB }));
          const innocent = await stored(opening({ owner: customer('carol') }));
          const batch = [message(innocent), moving(opened, BOB), opening()];
          const outcomes = await answer(log().append(batch));
          expect(outcomes.map(({ kind }) => kind)).to.deep.equal([
            'appended',
            'slotTaken',
            'appended',
          ]);
        });

        it('is taken by one of many at once, in one batch or in many', async () => {
          const owners = times(10).map((n) => customer(`owner-${n}`));
          const opened = [];
          for (const owner of owners) opened.push(await stored(single({ owner })));
          const appends = opened.map((state) => moving(state, BOB));
          const outcomes = await Promise.all([
            answer(log().append(appends.slice(0, 5))),
            ...appends.slice(5).map((append) => answer(log().append([append]))),
          ]);
          const winner = winnerOf(appends, outcomes.flat());
          expect(outcomes.flat().filter(({ kind }) => kind === 'slotTaken')).to.have.length(9);
          expect(await answer(log().findOpen(BOBS))).to.deep.equal(some(winner.conversation.id));
        });

        it('is told to be taken only where the seq is not', async () => {
          const opened = await stored(single());
          await stored(closing(opened));
          await stored(single());
          for (const late of [message(opened), moving(opened, BOB), moving(opened, customer())]) {
            expect(await tryAppend(late)).to.equal('taken');
          }
        });

        it('comes back with the owner', async () => {
          const opened = await stored(single());
          const moved = await stored(moving(opened, BOB));
          const back = moving(moved, customer());
          await stored(back);
          await expectLatest(back);
          expect(await answer(log().findOpen(SLOT))).to.deep.equal(some(opened.id));
          expect(await answer(log().findOpen(BOBS))).to.deep.equal(none);
        });
      });

      it('is told apart by every character of the owner', async () => {
        await fc.assert(
          fc.asyncProperty(oddString({ minLength: 1, maxLength: 20 }), async (id) => {
            const owner = guest(`${id}|${opening().conversation.id}`);
            const opened = await stored(single({ owner }));
            expect(
              await answer(log().findOpen(slotOf(SINGLE_OPEN, personKey(owner), 'general'))),
            ).to.deep.equal(some(opened.id));
          }),
          { numRuns: 40 },
        );
      });
    });

    describe('read', () => {
      it('knows nothing of what was never stored', async () => {
        await stored(opening());
        await expectAbsent(opening().conversation);
      });

      it('gives the events after any seq, oldest first, at most so many', async () => {
        let last = opening();
        for (const n of times(30)) {
          last = together(last, message(last.conversation, { text: `message ${n}` }));
        }
        await stored(opening());
        const { id } = await stored(last);
        await stored(opening());
        await fc.assert(
          fc.asyncProperty(fc.nat({ max: 40 }), fc.nat({ max: 40 }), async (afterSeq, limit) => {
            expect(await answer(log().read(id, afterSeq, limit))).to.deep.equal(
              last.events.filter(({ seq }) => seq > afterSeq).slice(0, limit),
            );
          }),
          // A limit of none is no absence of one: chance alone brings that to most runs, and not to all.
          {
            examples: [
              [0, 0],
              [0, 40],
              [40, 40],
            ],
          },
        );
      });

      it('shows an append to everybody once it is answered', async () => {
        let last = opening();
        await stored(last);
        for (const n of times(20)) {
          last = message(last.conversation, { text: `message ${n}` });
          await stored(last);
          expect(
            await answer(log().read(last.conversation.id, last.expectedSeq, 10)),
          ).to.deep.equal(last.events);
        }
      });
    });

    describe('text', () => {
      /** A conversation with the string in every place that people or their devices fill. */
      const filledWith = (text: string): Append => {
        const metadata = JSON.stringify(text);
        const owner = { ...customer(text), profile: { ...customer().profile, name: text } };
        const opened = opening({
          owner,
          subject: text,
          text,
          name: text,
          departmentId: text,
          deviceMetadata: JSON.parse(`{${metadata}:${metadata},"__proto__":${metadata}}`) as Record<
            string,
            string
          >,
        });
        const noted = note(opened.conversation, text, admin(text));
        const claimed = claiming(noted.conversation, agent(text, [text]));
        const handed = handingOver(claimed.conversation, agent(`${text}2`), text);
        const closed = closing(handed.conversation, text);
        const rated = rating(closed.conversation, text);
        return together(opened, noted, claimed, handed, closed, rated);
      };

      const expectKept = async (text: string): Promise<void> => {
        const append = filledWith(text);
        const { id } = await stored(append);
        await expectLatest(append);
        expect(await answer(log().findMessage(id, personKey(customer(text)), text))).to.deep.equal(
          some(append.events[1]),
        );
        expect(await answer(log().findOpening(personKey(customer(text)), text))).to.deep.equal(
          some(id),
        );
      };

      it('comes back as it was, odd as it may be', async () => {
        for (const text of ODD_STRINGS) await expectKept(text);
      });

      it('comes back as it was, whatever it is', async () => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(oddString({ maxLength: 50 }), (text) =>
            expectKept(`${(run += 1)}:${text}`),
          ),
          { numRuns: 60 },
        );
      });

      it('comes back as it was, long as it may be', async () => {
        const append = opening({ text: 'Zür👩‍👩‍👧‍👦\n'.repeat(30_000) });
        await stored(append);
        await expectLatest(append);
      });
    });

    describe('loadByNumber', () => {
      it('finds nothing under a number that no conversation has', async () => {
        const { number } = await stored(opening());
        for (const other of [0, -1, -number, number + 0.5, number + 1, Number.MAX_SAFE_INTEGER]) {
          expect(await answer(log().loadByNumber(other))).to.deep.equal(none);
        }
      });

      it('finds the state after the last event', async () => {
        const all = [await stored(opening()), await stored(opening({ owner: customer('bob') }))];
        for (const step of [message, claiming, note, closing, rating] as const) {
          for (const [index, before] of all.entries()) all[index] = await stored(step(before));
          for (const state of all) {
            expect(await answer(log().loadByNumber(state.number))).to.deep.equal(some(state));
          }
        }
      });

      it('finds nothing of what was refused', async () => {
        await stored(opening({ channel: SINGLE_OPEN }));
        const refused = opening({ channel: SINGLE_OPEN });
        expect(await tryAppend(refused)).to.equal('slotTaken');
        expect(await answer(log().loadByNumber(refused.conversation.number))).to.deep.equal(none);
      });
    });

    describe('nextNumber', () => {
      it('rises', async () => {
        const numbers: number[] = [];
        for (const _ of times(20)) numbers.push(await answer(log().nextNumber()));
        expect(numbers.every(Number.isSafeInteger)).to.be.true;
        expect(numbers).to.deep.equal([...new Set(numbers)].toSorted((a, b) => a - b));
      });

      it('is never the same twice, for many at once', async () => {
        const before = await answer(log().nextNumber());
        const numbers = await Promise.all(times(100).map(() => answer(log().nextNumber())));
        const after = await answer(log().nextNumber());
        expect(new Set(numbers).size).to.equal(100);
        expect(Math.min(...numbers)).to.be.greaterThan(before);
        expect(Math.max(...numbers)).to.be.lessThan(after);
      });
    });

    describe('skipNumbers', () => {
      it('has every later number be greater, whether any was given before or not', async () => {
        await answer(log().skipNumbers(1_000));
        expect(await answer(log().nextNumber())).to.be.greaterThan(1_000);
        await answer(log().skipNumbers(2_000));
        expect(await answer(log().nextNumber())).to.be.greaterThan(2_000);
      });

      it('never goes back', async () => {
        await answer(log().skipNumbers(1_000));
        for (const upTo of [0, 1, 999, 1_000]) await answer(log().skipNumbers(upTo));
        const given = await answer(log().nextNumber());
        expect(given).to.be.greaterThan(1_000);
        await answer(log().skipNumbers(given - 1));
        expect(await answer(log().nextNumber())).to.be.greaterThan(given);
      });

      it('gives no number twice to those who ask meanwhile', async () => {
        const asked = times(20).flatMap((n) => [
          answer(log().nextNumber()),
          answer(log().skipNumbers(n * 10)).then(() => answer(log().nextNumber())),
        ]);
        const numbers = await Promise.all(asked);
        expect(new Set(numbers).size).to.equal(numbers.length);
      });
    });
  });
};
