import { expect } from 'chai';
import fc from 'fast-check';
import type { MarkOutcome, ReadMark, ReadMarks } from '../../src/application/ports/read-marks.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey } from '../../src/domain/actor.js';
import { toConversationId } from '../../src/domain/ids.js';
import { admin, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS } from '../support/odd-strings.js';
import { first, later, readConversation, reading } from '../support/read-marks.js';

const [one, two] = [readConversation(1), readConversation(2)];

const bob = personKey(customer('bob'));

/** That the first reading of a message counts, whatever comes later. `setup` gives a store in which nothing is read. */
export const describeReadMarksContract = (options: ContractOptions<Pick<Store, 'reads'>>): void => {
  describe(`ReadMarks: ${options.name}`, () => {
    const store = eachTime(options);
    const reads = (): ReadMarks => store().reads;

    const mark = (...readings: readonly ReadMark[]): Promise<readonly MarkOutcome[]> =>
      answer(reads().mark(readings));

    const expectMarks = async (
      marks: readonly ReadMark[],
      id = one,
      from = 1,
      to = 1_000_000,
    ): Promise<void> => {
      expect(await answer(reads().within(id, from, to))).to.deep.equal(marks);
    };

    it('has none of what nobody has read', async () => {
      await expectMarks([]);
      await mark(reading(3));
      await expectMarks([], two);
      await expectMarks([], one, 4, 5);
    });

    it('has a mark from when its reading was answered, as it was told', async () => {
      const readers = [
        customer(),
        guest('guest_1234567890123_abcdefghijklmnopqrstuv'),
        admin('root'),
      ];
      const marks = readers.map((reader, n) => reading(n + 2, { by: personKey(reader) }));
      for (const each of marks) {
        expect(await mark(each)).to.deep.equal([first(each)]);
        await expectMarks([each], one, each.seq, each.seq);
      }
      await expectMarks(marks);
    });

    it('goes by the first reading, and tells each later one of it', async () => {
      const earliest = reading(2);
      await mark(earliest);
      for (const other of [
        reading(2),
        reading(2, { by: bob }),
        reading(2, { at: 1 }),
        reading(2, { by: bob, at: 9_000_000 }),
      ]) {
        expect(await mark(other)).to.deep.equal([later(earliest)]);
        await expectMarks([earliest]);
      }
    });

    it('takes several together, and none', async () => {
      expect(await mark()).to.deep.equal([]);
      await mark(reading(5));
      const [again, fresh] = [reading(5, { by: bob }), reading(6, { by: bob })];
      const elsewhere = reading(5, { conversationId: two, by: bob });
      expect(await mark(fresh, again, elsewhere)).to.deep.equal([
        first(fresh),
        later(reading(5)),
        first(elsewhere),
      ]);
      await expectMarks([reading(5), fresh]);
      await expectMarks([elsewhere], two);
    });

    it('goes by the first of several of one message in a batch', async () => {
      const [mine, his] = [reading(4), reading(4, { by: bob, at: 1 })];
      expect(await mark(mine, his, mine)).to.deep.equal([first(mine), later(mine), later(mine)]);
      await expectMarks([mine]);
    });

    it('takes five hundred at a time', async () => {
      const all = Array.from({ length: 500 }, (_, n) => reading(2 * n + 2));
      expect(await mark(...all)).to.deep.equal(all.map(first));
      await expectMarks(all);
    });

    it('has one first of fifty readings at once, and tells all of it', async () => {
      const readers = Array.from({ length: 50 }, (_, n) =>
        reading(7, { by: personKey(customer(`reader ${n}`)), at: n }),
      );
      const outcomes = (await Promise.all(readers.map((each) => mark(each)))).flat();
      const firsts = outcomes.filter(({ isFirst }) => isFirst);
      expect(firsts).to.have.length(1);
      const counts = outcomes[0]?.mark;
      expect(outcomes.map((outcome) => outcome.mark)).to.deep.equal(readers.map(() => counts));
      expect(outcomes.findIndex(({ isFirst }) => isFirst)).to.equal(
        readers.findIndex(({ by }) => by === counts?.by),
      );
      await expectMarks(counts === undefined ? [] : [counts]);
    });

    it('has one first of readings that are the same in all', async () => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => mark(reading(8))));
      expect(outcomes.flat().filter(({ isFirst }) => isFirst)).to.have.length(1);
    });

    it('finds those within a range, both ends included, by their seq', async () => {
      const all = [1, 2, 9, 10, 11, 35, 36, 37, 99, 100, 101].map((seq) => reading(seq));
      await mark(...all.toReversed());
      for (const [from, to] of [
        [1, 101],
        [2, 100],
        [3, 8],
        [9, 9],
        [10, 36],
        [12, 34],
        [101, 1_000_000],
        [102, 200],
        [36, 35],
      ] as const) {
        const within = all.filter(({ seq }) => seq >= from && seq <= to);
        await expectMarks(within, one, from, to);
      }
    });

    it('finds any range of any marks', async () => {
      const seq = fc.integer({ min: 1, max: 60 });
      let number = 10;
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(seq), seq, seq, async (seqs, from, to) => {
          const conversationId = readConversation((number += 1));
          const all = seqs.map((each) => reading(each, { conversationId }));
          await mark(...all);
          const within = all.filter((each) => each.seq >= from && each.seq <= to);
          within.sort((a, b) => a.seq - b.seq);
          await expectMarks(within, conversationId, from, to);
        }),
        { numRuns: 30 },
      );
    });

    it('keeps large numbers, and what is before all time', async () => {
      const large = reading(2 ** 40, { at: Number.MAX_SAFE_INTEGER });
      const early = reading(2, { at: 0 });
      await mark(large, early);
      await expectMarks([early], one, 1, 2 ** 40 - 1);
      await expectMarks([large], one, 2 ** 40, 2 ** 40);
    });

    it('keeps every character of a reader, and conversations apart, whatever their ids', async () => {
      for (const [n, text] of ODD_STRINGS.entries()) {
        const id = toConversationId(`${text.toLowerCase()} ${n}`);
        const each = reading(1, { conversationId: id, by: personKey(customer(text)) });
        expect(await mark(each)).to.deep.equal([first(each)]);
        await expectMarks([each], id);
      }
      await expectMarks([]);
    });
  });
};
