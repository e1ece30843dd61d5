import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey } from '../../src/domain/actor.js';
import { slotOf } from '../../src/domain/conversation.js';
import { agent, customer } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { claiming, closing, message, note, opening, together } from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { SINGLE_OPEN } from '../support/channels.js';

const ALICE = personKey(customer('alice'));
const SLOT = slotOf(SINGLE_OPEN, ALICE, 'general');

/** Stores that one and the same database stands behind. */
export interface Restarts<A = Store> {
  /** Closes all that are open, and opens the next one. */
  readonly restart: () => Promise<A>;
  /** Opens another node's. */
  readonly beside: () => Promise<A>;
}

/**
 * What a log keeps over restarts, and shares with other nodes. Each case opens stores on one database of its own,
 * one after the other or two at a time; `teardown` closes those that are open, and removes the data
 * (`storeFixtures` makes both).
 */
export const describeConversationLogRestartContract = (
  options: ContractOptions<Restarts>,
): void => {
  describe(`ConversationLog over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    const outcome = async ({ log }: Store, append: Append): Promise<string | undefined> =>
      (await answer(log.append([append])))[0]?.kind;

    const stored = async (store: Store, append: Append) => {
      expect(await outcome(store, append)).to.equal('appended');
      return append.conversation;
    };

    it('keeps every event and the state after them', async () => {
      const first = opening({ text: 'Zür "👩‍👩‍👧‍👦" \u0001' });
      let whole = first;
      let state = await stored(await restarts().restart(), first);
      for (const step of [message, claiming, note, closing] as const) {
        const append = step(state);
        whole = together(whole, append);
        state = await stored(await restarts().restart(), append);
      }
      const { log } = await restarts().restart();
      expect(await answer(log.load(state.id))).to.deep.equal(some(state));
      expect(await answer(log.loadByNumber(state.number))).to.deep.equal(some(state));
      expect(await answer(log.read(state.id, 0, 100))).to.deep.equal(whole.events);
    });

    it('keeps what is refused out, and every seq taken', async () => {
      const before = await restarts().restart();
      const opened = await stored(before, opening());
      const posted = await stored(before, message(opened));
      expect(await outcome(before, message(opened))).to.equal('taken');
      const after = await restarts().restart();
      expect(await outcome(after, message(opened))).to.equal('taken');
      expect(await answer(after.log.load(opened.id))).to.deep.equal(some(posted));
    });

    it('keeps the names of messages and openings', async () => {
      const before = await restarts().restart();
      const first = opening({ name: 'o1' });
      const named = message(await stored(before, first), { name: 'm1' });
      const state = await stored(before, named);
      const after = await restarts().restart();
      expect(await answer(after.log.findOpening(ALICE, 'o1'))).to.deep.equal(some(state.id));
      expect(await answer(after.log.findMessage(state.id, ALICE, 'm1'))).to.deep.equal(
        some(named.events[0]),
      );
      expect(await outcome(after, message(state, { name: 'm1' }))).to.equal('repeated');
      expect(await outcome(after, opening({ name: 'o1' }))).to.equal('repeated');
      expect(await outcome(after, opening({ name: 'm1' }))).to.equal('appended');
      expect(await outcome(after, message(state, { name: 'm1', by: agent() }))).to.equal(
        'appended',
      );
    });

    it('keeps the slots that are taken, and those that are free', async () => {
      const single = (): Append => opening({ channel: SINGLE_OPEN });
      const opened = await stored(await restarts().restart(), single());
      const taken = await restarts().restart();
      expect(await answer(taken.log.findOpen(SLOT))).to.deep.equal(some(opened.id));
      expect(await outcome(taken, single())).to.equal('slotTaken');
      await stored(taken, closing(opened));
      const free = await restarts().restart();
      expect(await answer(free.log.findOpen(SLOT))).to.deep.equal(none);
      const { id } = await stored(free, single());
      const again = await restarts().restart();
      expect(await answer(again.log.findOpen(SLOT))).to.deep.equal(some(id));
    });

    it('shows every node what another was told is stored, and refuses it what is taken', async () => {
      const one = await restarts().restart();
      const two = await restarts().beside();
      const first = opening({ channel: SINGLE_OPEN, name: 'o1' });
      const opened = await stored(one, first);
      expect(await answer(two.log.load(opened.id))).to.deep.equal(some(opened));
      expect(await outcome(two, opening({ channel: SINGLE_OPEN }))).to.equal('slotTaken');
      const posted = await stored(two, message(opened, { name: 'm1' }));
      expect(await outcome(one, message(opened))).to.equal('taken');
      expect(await outcome(one, message(posted, { name: 'm1' }))).to.equal('repeated');
      await stored(one, closing(posted));
      await stored(two, opening({ channel: SINGLE_OPEN }));
    });

    it('shows a node what has changed since it looked', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      let last = opening();
      for (const store of [...nodes, ...nodes]) {
        const state = await stored(store, last);
        for (const { log } of nodes) {
          expect(await answer(log.load(state.id))).to.deep.equal(some(state));
          expect(await answer(log.loadByNumber(state.number))).to.deep.equal(some(state));
          expect(await answer(log.read(state.id, 0, 100))).to.have.length(state.lastSeq);
        }
        last = message(state);
      }
    });

    it('gives a node no number that is not greater than all that others were given before', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()];
      const numbers: number[] = [];
      for (let round = 0; round < 10; round += 1) {
        for (const { log } of nodes) numbers.push(await answer(log.nextNumber()));
      }
      expect(numbers).to.deep.equal([...new Set(numbers)].toSorted((a, b) => a - b));
      const asked = nodes.flatMap(({ log }) =>
        Array.from({ length: 20 }, () => answer(log.nextNumber())),
      );
      const together = await Promise.all(asked);
      expect(new Set([...numbers, ...together]).size).to.equal(numbers.length + together.length);
      expect(Math.min(...together)).to.be.greaterThan(Math.max(...numbers));
    });

    it('gives no node a number that was skipped at another, before a restart or after it', async () => {
      const one = await restarts().restart();
      const two = await restarts().beside();
      const before = await answer(two.log.nextNumber());
      await answer(one.log.skipNumbers(before + 1_000));
      const skipped = await answer(two.log.nextNumber());
      expect(skipped).to.be.greaterThan(before + 1_000);
      await answer(one.log.skipNumbers(skipped + 1_000));
      const after = await restarts().restart();
      expect(await answer(after.log.nextNumber())).to.be.greaterThan(skipped + 1_000);
    });

    it('goes on counting', async () => {
      const numbers: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const { log } = await restarts().restart();
        numbers.push(await answer(log.nextNumber()), await answer(log.nextNumber()));
      }
      expect(numbers).to.deep.equal([...new Set(numbers)].toSorted((a, b) => a - b));
    });
  });
};
