import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { some } from 'fp-ts/lib/Option.js';
import { readExport } from '../../../src/adapters/outbound/ndjson/read-export.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import {
  type Append,
  type ConversationLog,
  MAX_APPEND,
} from '../../../src/application/ports/conversation-log.js';
import type { Store } from '../../../src/application/ports/store.js';
import { importRecords } from '../../../src/application/transfer/import-records.js';
import type { ImportRefused } from '../../../src/application/transfer/transfer-failure.js';
import { unavailable } from '../../../src/domain/failure.js';
import { admin, agent, customer } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import {
  closing,
  message,
  note,
  opening,
  ticket,
  ticketing,
  together,
  updating,
} from '../../support/appends.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { fillWithSamples } from '../../support/stored-samples.js';
import { exported, imported, importing, streamOf } from '../../support/transfers.js';

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** One event more at a time, each in an append of its own. */
const grown = (first: Append, count: number, step: (last: Append, n: number) => Append) =>
  times(count).reduce<readonly Append[]>(
    (all, n) => [...all, step(all.at(-1) ?? first, n)],
    [first],
  );

describe('an import', () => {
  let store: Store;

  beforeEach(() => {
    store = memoryStore();
  });

  const stored = async (to: Store, ...appends: readonly Append[]): Promise<void> => {
    for (const append of appends) {
      expect(await answer(to.log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
    }
  };

  /** An export of a store that holds this. */
  const exportOf = async (...appends: readonly Append[]): Promise<string> => {
    const from = memoryStore();
    await stored(from, ...appends);
    return exported(from);
  };

  const expectRefused = async (text: string): Promise<ImportRefused> =>
    expectLeft(await importing(store, text), 'ImportRefused');

  describe('of what is large', () => {
    it('takes a conversation of more events than go in at a time, or are held at a time', async () => {
      const appends = grown(opening({ name: 'm' }), 4_500, ({ conversation }, n) =>
        message(conversation, { name: `m${n}` }),
      );
      const text = await exportOf(...appends);
      await imported(store, text);
      expect(await exported(store)).to.equal(text);
    });

    it('takes events as large as an append may be', async () => {
      const first = opening({ text: null });
      const room = MAX_APPEND.bytes - Buffer.byteLength(JSON.stringify(first.events)) - 1_000;
      const appends = grown(first, 12, ({ conversation }) =>
        message(conversation, { text: 'ü'.repeat(room / 2) }),
      );
      const text = await exportOf(...appends);
      await imported(store, text);
      expect(await exported(store)).to.equal(text);
    });

    it('takes an append to the very byte that it may be, an opening too', async () => {
      const room = ({ events }: Append): number =>
        MAX_APPEND.bytes - Buffer.byteLength(JSON.stringify(events));
      const bare = opening({ text: '', name: 'o1' });
      const first = opening({ text: 'x'.repeat(room(bare)), name: 'o1' });
      expect(room(first)).to.be.within(0, 3);
      const empty = message(first.conversation, { text: '' });
      const next = message(first.conversation, { text: 'x'.repeat(room(empty)) });
      expect(room(next)).to.be.within(0, 3);
      const text = await exportOf(first, next);
      await imported(store, text);
      expect(await exported(store)).to.equal(text);
    });

    it('takes an opening of as many events as it may have, though more is held by then', async () => {
      const before = times(1_999).map(() => opening({ text: null }));
      let whole = opening({ name: 'o0' });
      for (const n of times(MAX_APPEND.events - 2)) {
        whole = together(whole, message(whole.conversation, { name: `o${n + 1}` }));
      }
      const text = await exportOf(...before, whole);
      await imported(store, text);
      expect(await exported(store)).to.equal(text);
    });
  });

  it('reads no more ahead of the store than a few thousand events', async () => {
    const appends = times(60).flatMap(() =>
      grown(opening(), 149, ({ conversation }) => message(conversation)),
    );
    const text = await exportOf(...appends);
    let [read, written, most] = [0, 0, 0];
    const { log, agents, reads } = store;
    const watched: ConversationLog = {
      ...log,
      append: (batch) => {
        most = Math.max(most, read - written);
        written += batch.reduce((sum, { events }) => sum + events.length, 0);
        return log.append(batch);
      },
    };
    async function* counted() {
      for await (const one of readExport(streamOf(text), new AbortController().signal)) {
        if (one._tag === 'Right' && one.right.record.kind === 'event') read += 1;
        yield one;
      }
    }
    const deps = { log: watched, agents, reads, onStored: () => undefined };
    expectRight(await importRecords(deps, counted()));
    expect(read).to.equal(60 * 151);
    expect(most).to.be.greaterThan(0).and.at.most(2_000);
  });

  describe('of conversations that held one slot after the other', () => {
    const turns = (count: number, length: number): readonly Append[] =>
      times(count).flatMap(() => {
        const all = grown(opening({ channel: SINGLE_OPEN }), length, ({ conversation }) =>
          message(conversation),
        );
        const last = all.at(-1);
        return last === undefined ? [] : [...all, closing(last.conversation)];
      });

    for (const length of [0, 1, 250]) {
      it(`stores them all, of ${length + 2} messages each`, async () => {
        const open = opening({ channel: SINGLE_OPEN });
        const text = await exportOf(...turns(8, length), open);
        await imported(store, text);
        expect(await exported(store)).to.equal(text);
      });
    }

    it('stores them whatever the order of their numbers', async () => {
      const early = opening({ channel: SINGLE_OPEN });
      const text = await exportOf(...turns(2, 450), early);
      expect(text.indexOf(early.conversation.id)).to.be.greaterThan(text.indexOf('"closed"'));
      await imported(store, text);
      expect(await exported(store)).to.equal(text);
    });
  });

  describe('that is broken off', () => {
    /** Fails with the append after so many, and with all that come then. */
    const failingAfter = ({ log, ...rest }: Store, appends: number): Store => {
      let more = appends;
      return {
        ...rest,
        log: {
          ...log,
          append: (batch) => {
            more -= 1;
            return more < 0 ? () => Promise.resolve(left(unavailable)) : log.append(batch);
          },
        },
      };
    };

    it('is completed by the next, wherever that was', async () => {
      const appends = [
        ...grown(opening({ name: 'm' }), 450, ({ conversation }, n) =>
          message(conversation, { name: `m${n}` }),
        ),
        ...times(5).map((n) =>
          opening({ name: `o${n}`, channel: SINGLE_OPEN, owner: customer(`c${n}`) }),
        ),
      ];
      const text = await exportOf(...appends);
      let failures = 0;
      for (let appendsLeft = 0; ; appendsLeft += 1) {
        const to = memoryStore();
        const first = await importing(failingAfter(to, appendsLeft), text);
        await imported(to, text);
        expect(await exported(to)).to.equal(text);
        if (first._tag === 'Right') break;
        expectLeft(first, 'Unavailable');
        failures += 1;
      }
      expect(failures).to.be.greaterThan(2);
    });

    it('is completed by many that go on small steps', async () => {
      const text = await exportOf(
        ...grown(opening(), 450, ({ conversation }) => message(conversation)),
      );
      const before = await importing(failingAfter(store, 1), text);
      expectLeft(before, 'Unavailable');
      while ((await importing(failingAfter(store, 1), text))._tag === 'Left');
      expect(await exported(store)).to.equal(text);
    });

    it('goes on where a store answers for one append alone that it failed', async () => {
      const text = await exportOf(opening(), opening(), opening());
      const { log } = store;
      let calls = 0;
      const partly: Store = {
        ...store,
        log: {
          ...log,
          append: (batch) => async () => {
            calls += 1;
            const [first, ...others] = batch;
            if (calls > 1 || first === undefined) return log.append(batch)();
            const outcomes = await answer(log.append(others));
            return { _tag: 'Right', right: [{ kind: 'unavailable' }, ...outcomes] };
          },
        },
      };
      expectLeft(await importing(partly, text), 'Unavailable');
      await imported(partly, text);
      expect(await exported(store)).to.equal(text);
    });

    it('says so when any other call fails', async () => {
      await fillWithSamples(store);
      const text = await exported(store);
      const { log, agents, reads } = store;
      const down = () => () => Promise.resolve(left(unavailable));
      const broken = [
        { log: { ...log, load: down }, agents, reads },
        { log: { ...log, read: down }, agents, reads },
        { log: { ...log, skipNumbers: down }, agents, reads },
        { log: { ...memoryStore().log, skipTicketSerials: down }, agents, reads },
        { log, agents: { ...agents, find: down }, reads },
        { log, agents, reads: { ...reads, mark: down } },
      ];
      for (const one of broken) expectLeft(await importing(one, text), 'Unavailable');
      const empty = memoryStore();
      const deaf = { log: { ...empty.log, loadByNumber: down }, agents, reads };
      expectLeft(await importing(deaf, text), 'Unavailable');
      const mute = { log: empty.log, agents: { ...empty.agents, remember: down }, reads };
      expectLeft(await importing(mute, text), 'Unavailable');
    });
  });

  describe('beside others', () => {
    it('of the same is no trouble, however many run at once', async () => {
      const from = memoryStore();
      await fillWithSamples(from);
      await stored(
        from,
        ...grown(opening({ name: 'x' }), 700, ({ conversation }, n) =>
          message(conversation, { name: `x${n}` }),
        ),
      );
      const text = await exported(from);
      await Promise.all(times(5).map(() => imported(store, text)));
      expect(await exported(store)).to.equal(text);
    });

    it('passes over conversations that have gone on since', async () => {
      const first = opening();
      const text = await exportOf(first);
      const more = message(first.conversation);
      await stored(store, first, more);
      await imported(store, text);
      expect(await answer(store.log.load(first.conversation.id))).to.deep.equal(
        some(more.conversation),
      );
    });

    it('leaves a store whole to which somebody else appends meanwhile', async () => {
      const first = opening({ name: 'o1' });
      const text = await exportOf(
        ...grown(first, 450, ({ conversation }) => message(conversation)),
      );
      const { log } = store;
      const rival: Store = {
        ...store,
        log: {
          ...log,
          append: (batch) => async () => {
            const [one] = batch;
            if (one?.expectedSeq === 202) {
              const state = await answer(log.load(first.conversation.id));
              if (state._tag === 'Some') await answer(log.append([note(state.value)]));
            }
            return log.append(batch)();
          },
        },
      };
      const refused = expectLeft(await importing(rival, text), 'ImportRefused');
      expect(refused).to.deep.include({ because: 'different', seq: 203 });
      expect(await answer(store.log.read(first.conversation.id, 202, 10))).to.have.length(1);
    });
  });

  describe('is refused, and what is there stays', () => {
    it('where another event has the seq', async () => {
      const first = opening();
      const text = await exportOf(first, message(first.conversation, { text: 'one' }));
      await stored(store, first, message(first.conversation, { text: 'other' }));
      const before = await exported(store);
      expect(await expectRefused(text)).to.deep.equal({
        kind: 'ImportRefused',
        because: 'different',
        conversationId: first.conversation.id,
        seq: 3,
      });
      expect(await exported(store)).to.equal(before);
    });

    it('where another conversation has the number', async () => {
      const mine = opening();
      const { number } = mine.conversation;
      const theirs = opening();
      const [opened, ...rest] = theirs.events;
      if (opened?.type !== 'opened') throw new Error('nothing is opened');
      const text = await exportOf({
        ...theirs,
        events: [{ ...opened, number }, ...rest],
        conversation: { ...theirs.conversation, number },
      });
      await stored(store, mine);
      expect(await expectRefused(text)).to.deep.equal({
        kind: 'ImportRefused',
        because: 'number',
        conversationId: theirs.conversation.id,
        seq: 1,
        holder: mine.conversation.id,
      });
    });

    it('where another open conversation has the slot', async () => {
      const [mine, theirs] = [opening({ channel: SINGLE_OPEN }), opening({ channel: SINGLE_OPEN })];
      const beside = opening();
      const text = await exportOf(beside, theirs);
      await stored(store, mine);
      expect(await expectRefused(text)).to.deep.equal({
        kind: 'ImportRefused',
        because: 'slot',
        conversationId: theirs.conversation.id,
        seq: 1,
        holder: mine.conversation.id,
      });
      await stored(store, closing(mine.conversation));
      await imported(store, text);
      expect(await answer(store.log.load(theirs.conversation.id))).to.deep.equal(
        some(theirs.conversation),
      );
    });

    it('where the sender opened another conversation under the name', async () => {
      const [mine, theirs] = [opening({ name: 'o1' }), opening({ name: 'o1' })];
      const text = await exportOf(theirs);
      await stored(store, mine);
      expect(await expectRefused(text)).to.deep.equal({
        kind: 'ImportRefused',
        because: 'name',
        conversationId: theirs.conversation.id,
        seq: 2,
      });
    });
  });

  describe('is refused where another ticket is the same, and what is there stays', () => {
    const mine = opening({ ticket: ticket() });
    const own = mine.conversation.ticket;

    for (const [name, wish] of [
      ['number', { number: own?.number ?? '' }],
      ['id', { id: own?.id ?? ticket().id }],
    ] as const) {
      it(`by its ${name}, of a conversation that is opened with one`, async () => {
        const theirs = opening({ ticket: ticket(wish) });
        const text = await exportOf(theirs);
        await stored(store, mine);
        const before = await exported(store);
        const [seq] = theirs.events.flatMap((one) => (one.type === 'ticketOpened' ? one.seq : []));
        expect(await expectRefused(text)).to.deep.equal({
          kind: 'ImportRefused',
          because: 'ticket',
          conversationId: theirs.conversation.id,
          seq,
          holder: mine.conversation.id,
        });
        expect(await exported(store)).to.equal(before);
      });

      it(`by its ${name}, of a conversation that gets one later`, async () => {
        const theirs = opening();
        const asked = message(theirs.conversation);
        const later = ticketing(asked.conversation, wish);
        const text = await exportOf(theirs, asked, later, message(later.conversation));
        await stored(store, mine);
        expect(await expectRefused(text)).to.deep.equal({
          kind: 'ImportRefused',
          because: 'ticket',
          conversationId: theirs.conversation.id,
          seq: later.events[0]?.seq,
          holder: mine.conversation.id,
        });
      });
    }

    it('and says so when the store cannot tell whose', async () => {
      const text = await exportOf(opening({ ticket: ticket({ number: own?.number ?? '' }) }));
      await stored(store, mine);
      const loadByTicket = () => () => Promise.resolve(left(unavailable));
      const deaf = { ...store, log: { ...store.log, loadByTicket } };
      expectLeft(await importing(deaf, text), 'Unavailable');
    });
  });

  it('has the places of tickets skipped in their years before those are stored', async () => {
    const calls: string[] = [];
    const { log } = store;
    const watched: ConversationLog = {
      ...log,
      skipTicketSerials: (year, upTo) => (
        calls.push(`skip ${year} ${upTo}`),
        log.skipTicketSerials(year, upTo)
      ),
      append: (batch) => (calls.push('append'), log.append(batch)),
    };
    const numbers = ['SMI-2025-000007', 'OLD-2026-1000000', 'SMI-2026-000003', 'SMI-2025-000009'];
    const all = numbers.map((number) => opening({ ticket: ticket({ number }) }));
    const more = updating(all[0]?.conversation ?? opening().conversation, 'resolved');
    const into = { log: watched, agents: store.agents, reads: store.reads };
    await imported(into, await exportOf(opening(), ...all, more));
    expect(calls.indexOf('append')).to.equal(2);
    expect(calls.slice(0, 2)).to.have.members(['skip 2025 9', 'skip 2026 1000000']);
    expect(await answer(log.nextTicketSerial(2025))).to.equal(10);
    expect(await answer(log.nextTicketSerial(2026))).to.equal(1_000_001);
    expect(await answer(log.nextTicketSerial(2027))).to.equal(1);
  });

  it('has them skipped with each part of a long export', async () => {
    const early = opening({ ticket: ticket({ number: 'SMI-2026-000001' }) });
    const long = grown(opening(), 4_500, ({ conversation }) => message(conversation));
    const late = ticketing(long.at(-1)?.conversation ?? early.conversation, {
      number: 'SMI-2026-000500',
    });
    await imported(store, await exportOf(early, ...long, late));
    expect(await answer(store.log.nextTicketSerial(2026))).to.equal(501);
  });

  it('takes no name of a later message for one that opens', async () => {
    const [one, other] = [opening({ text: null }), opening({ text: null })];
    const appends = [one, other].flatMap((first) => [
      first,
      message(first.conversation, { name: 'm1' }),
    ]);
    const text = await exportOf(...appends);
    await imported(store, text);
    expect(await exported(store)).to.equal(text);
    await stored(store, opening({ name: 'm1' }));
  });

  it('leaves staff as they are who are known otherwise, and says how many', async () => {
    const from = memoryStore();
    for (const staff of [agent('a', ['new']), agent('b'), admin('c')]) {
      await answer(from.agents.remember(staff));
    }
    const text = await exported(from);
    await answer(store.agents.remember(agent('a', ['newer'])));
    await answer(store.agents.remember(agent('b')));
    expect(await imported(store, text)).to.include({ staffKept: 1 });
    expect(await answer(store.agents.find('a'))).to.deep.equal(some(agent('a', ['newer'])));
    expect(await answer(store.agents.find('c'))).to.deep.equal(some(admin('c')));
  });

  it('has all numbers skipped before anything is stored', async () => {
    const calls: string[] = [];
    const { log } = store;
    const watched = {
      ...log,
      skipNumbers: (upTo: number) => (calls.push(`skip ${upTo}`), log.skipNumbers(upTo)),
      append: (batch: readonly Append[]) => (calls.push('append'), log.append(batch)),
    };
    const first = opening({ name: 'o1' });
    await imported(
      { log: watched, agents: store.agents, reads: store.reads },
      await exportOf(first),
    );
    expect(calls).to.deep.equal([`skip ${first.conversation.number}`, 'append']);
  });
});
