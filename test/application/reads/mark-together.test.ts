import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { ReadMark, ReadMarks } from '../../../src/application/ports/read-marks.js';
import { markTogether } from '../../../src/application/reads/mark-together.js';
import { unavailable } from '../../../src/domain/failure.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { ManualTurn, settled } from '../../support/manual-turn.js';
import { first, later, reading } from '../../support/read-marks.js';

describe('markTogether', () => {
  let turn: ManualTurn;
  let batches: (readonly ReadMark[])[];
  let held: PromiseWithResolvers<undefined> | null;
  let mark: ReturnType<typeof markTogether>;
  const { reads } = memoryStore();

  const over = (own: Pick<ReadMarks, 'mark'>) =>
    markTogether({ turn, reads: { ...reads, ...own } });

  beforeEach(() => {
    turn = new ManualTurn();
    batches = [];
    held = null;
    const fresh = memoryStore().reads;
    mark = over({
      mark: (readings) => async () => {
        batches.push(readings);
        await held?.promise;
        return fresh.mark(readings)();
      },
    });
  });

  it('has the readings of a turn share one commit, and gives each its own answer', async () => {
    const answers = [mark(reading(2)), mark(reading(3)), mark(reading(2, { at: 5 }))];
    expect(batches).to.deep.equal([]);
    turn.end();
    expect((await Promise.all(answers)).map(expectRight)).to.deep.equal([
      first(reading(2)),
      first(reading(3)),
      later(reading(2)),
    ]);
    expect(batches.map(({ length }) => length)).to.deep.equal([3]);
  });

  it('has those that come while it is under way share the next', async () => {
    held = Promise.withResolvers<undefined>();
    const answers = [mark(reading(2))];
    turn.end();
    for (let seq = 3; seq < 23; seq += 1) {
      answers.push(mark(reading(seq)));
      turn.end();
      await settled();
    }
    expect(batches).to.have.length(1);
    held.resolve(undefined);
    await Promise.all(answers);
    expect(batches.map(({ length }) => length)).to.deep.equal([1, 20]);
    const afterwards = mark(reading(30));
    turn.end();
    expect(expectRight(await afterwards)).to.deep.equal(first(reading(30)));
  });

  it('commits no more than 500 at a time', async () => {
    const answers = Array.from({ length: 1_200 }, (_, n) => mark(reading(n + 2)));
    turn.end();
    await Promise.all(answers);
    expect(batches.map(({ length }) => length)).to.deep.equal([500, 500, 200]);
  });

  it('says so to each where the store fails, and goes on with the next', async () => {
    let isDown = true;
    mark = over({
      mark: (readings) => (isDown ? left(unavailable) : right(readings.map(first))),
    });
    const failed = [mark(reading(2)), mark(reading(3))];
    turn.end();
    for (const answer of failed) expectLeft(await answer, 'Unavailable');
    isDown = false;
    const next = mark(reading(2));
    turn.end();
    expectRight(await next);
  });

  it('tells each of a bug in the store', async () => {
    mark = over({ mark: () => right([]) });
    const answers = [mark(reading(2)), mark(reading(3))].map((answer) =>
      answer.then(
        () => 'answered',
        (error: unknown) => String(error),
      ),
    );
    turn.end();
    expect(await Promise.all(answers)).to.deep.equal([
      'Error: a reading has no outcome',
      'Error: a reading has no outcome',
    ]);
  });
});
