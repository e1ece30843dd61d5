import { expect } from 'chai';
import fc from 'fast-check';
import type { Append } from '../../src/application/ports/conversation-log.js';
import {
  LOG_START,
  type LogEntry,
  type LogPosition,
} from '../../src/application/ports/log-feed.js';
import type { Store } from '../../src/application/ports/store.js';
import { agent } from '../support/actors.js';
import { answer } from '../support/answer.js';
import {
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
import { until } from '../support/until.js';
import { expectWhole, follow } from './log-follower.js';

const EVERYTHING = 1_000_000;

const eventsOf = (entries: readonly LogEntry[]): unknown => entries.map(({ event }) => event);

/**
 * That a feed skips nothing and shows nothing twice. `setup` gives an empty feed, and the log that it is of, which
 * the cases append to from one process; `teardown` closes them, and removes their data.
 */
export const describeLogFeedContract = (
  options: ContractOptions<Pick<Store, 'log' | 'feed'>>,
): void => {
  describe(`LogFeed: ${options.name}`, () => {
    const store = eachTime(options);

    const stored = async (append: Append): Promise<Append['conversation']> => {
      expect(await answer(store().log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
      return append.conversation;
    };

    const after = (position: LogPosition, limit = EVERYTHING): Promise<readonly LogEntry[]> =>
      answer(store().feed.after(position, limit));

    /** From a position on, once there are so many. */
    const shown = async (count: number, from = LOG_START): Promise<readonly LogEntry[]> => {
      let entries: readonly LogEntry[] = [];
      await until(async () => (entries = await after(from)).length >= count);
      expect(entries).to.have.length(count);
      return entries;
    };

    /** Three conversations, with what happens in them mixed. */
    const mixed = async (): Promise<readonly Append[]> => {
      const wholes = [opening(), opening({ text: null }), opening()];
      await answer(store().log.append(wholes));
      for (const step of [message, claiming, note, closing, rating] as const) {
        const batch = wholes.map(({ conversation }) => step(conversation));
        await answer(store().log.append(batch));
        batch.forEach((append, index) => {
          const before = wholes[index];
          if (before !== undefined) wholes[index] = together(before, append);
        });
      }
      return wholes;
    };

    const countOf = (wholes: readonly Append[]): number =>
      wholes.reduce((sum, { events }) => sum + events.length, 0);

    it('is empty at first', async () => {
      expect(await after(LOG_START)).to.deep.equal([]);
    });

    it('has every event of every conversation once, by its seq', async () => {
      const wholes = await mixed();
      expectWhole(await shown(countOf(wholes)), wholes);
    });

    it('has the events of an append in their order, whatever their kind', async () => {
      const first = opening();
      const reply = message(first.conversation, { by: agent() });
      const handed = handingOver(reply.conversation, agent('tom'));
      const whole = together(first, reply, handed);
      const { id } = await stored(whole);
      const entries = await shown(whole.events.length);
      expect(eventsOf(entries)).to.deep.equal(whole.events);
      expect(new Set(entries.map(({ conversationId }) => conversationId))).to.deep.equal(
        new Set([id]),
      );
    });

    it('goes on after any position with exactly the rest, time after time', async () => {
      const all = await shown(countOf(await mixed()));
      for (const [index, { position }] of all.entries()) {
        expect(await after(position)).to.deep.equal(all.slice(index + 1));
      }
      expect(await after(LOG_START)).to.deep.equal(all);
    });

    it('is the same in pages of any size', async () => {
      const all = await shown(countOf(await mixed()));
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: all.length }), fc.nat({ max: 40 }), async (start, limit) => {
          const from = all[start - 1]?.position ?? LOG_START;
          expect(await after(from, limit)).to.deep.equal(all.slice(start, start + limit));
        }),
        // A limit of none is no absence of one: chance alone brings that to most runs, and not to all.
        { examples: [[0, 0]] },
      );
    });

    it('shows nothing after its end until something more is appended, and then that', async () => {
      const first = opening();
      const opened = await stored(first);
      const end = (await shown(first.events.length)).at(-1)?.position ?? LOG_START;
      expect(await after(end)).to.deep.equal([]);
      const append = message(opened);
      await stored(append);
      expect(eventsOf(await shown(1, end))).to.deep.equal(append.events);
    });

    it('shows what comes after what it has shown, whatever its conversation and its time', async () => {
      const first = opening({ at: START + 2_000 });
      const second = opening({ at: START + 1_000 });
      for (const append of [first, second]) await stored(append);
      const end = (await shown(countOf([first, second]))).at(-1)?.position ?? LOG_START;
      const next = [message(first.conversation), message(second.conversation), opening()];
      for (const append of next) await stored(append);
      const entries = await shown(countOf(next), end);
      expect(eventsOf(entries)).to.have.deep.members(next.flatMap(({ events }) => events));
    });

    it('shows nothing of what was refused', async () => {
      const first = opening();
      const opened = await stored(first);
      const next = note(opened);
      await stored(next);
      const last = opening();
      const outcomes = await answer(store().log.append([message(opened), last]));
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['taken', 'appended']);
      const all = [first, next, last];
      expect(eventsOf(await shown(countOf(all)))).to.deep.equal(
        all.flatMap(({ events }) => events),
      );
    });

    it('shows everything once to one who reads while many append', async () => {
      const wholes: Append[] = [];
      const write = async (): Promise<void> => {
        let whole = opening();
        await stored(whole);
        for (let n = 0; n < 10; n += 1) {
          const append = message(whole.conversation);
          await stored(append);
          whole = together(whole, append);
        }
        wholes.push(whole);
      };
      const entries = await follow(store().feed, Promise.all(Array.from({ length: 10 }, write)));
      expectWhole(entries, wholes);
    });
  });
};
