import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { Unavailable } from '../../domain/failure.js';
import type { MarkOutcome, ReadMark, ReadMarks } from '../ports/read-marks.js';
import type { Turn } from '../ports/turn.js';

export interface MarkTogetherDeps {
  readonly reads: ReadMarks;
  readonly turn: Turn;
}

/** Readings in one commit; what is more waits for the next. */
const MAX_TOGETHER = 500;

type Marked = Either<Unavailable, MarkOutcome>;

interface Asked {
  readonly reading: ReadMark;
  readonly answer: (marked: Marked) => void;
  readonly fail: (defect: unknown) => void;
}

/**
 * Has the readings of a turn share one commit, and those that come while it is under way the next: a client marks
 * every message that it gets, and a commit for each would cost as much as the message.
 */
export const markTogether = ({
  reads,
  turn,
}: MarkTogetherDeps): ((reading: ReadMark) => Promise<Marked>) => {
  let waiting: Asked[] = [];
  let isBusy = false;

  const commit = async (asked: readonly Asked[]): Promise<void> => {
    try {
      const marked = await reads.mark(asked.map(({ reading }) => reading))();
      for (const [index, { answer }] of asked.entries()) {
        if (isLeft(marked)) {
          answer(marked);
          continue;
        }
        const outcome = marked.right[index];
        if (outcome === undefined) throw new Error('a reading has no outcome');
        answer(right(outcome));
      }
    } catch (defect) {
      for (const { fail } of asked) fail(defect);
    }
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const asked = waiting.slice(0, MAX_TOGETHER);
      waiting = waiting.slice(MAX_TOGETHER);
      await commit(asked);
    }
    isBusy = false;
  };

  return (reading) =>
    new Promise((answer, fail) => {
      waiting.push({ reading, answer, fail });
      if (isBusy) return;
      isBusy = true;
      turn.atEnd(() => void run());
    });
};
