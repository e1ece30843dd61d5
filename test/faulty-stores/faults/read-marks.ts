import { right } from 'fp-ts/lib/TaskEither.js';
import type { MarkOutcome, ReadMark } from '../../../src/application/ports/read-marks.js';
import type { PersonKey } from '../../../src/domain/actor.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { changed, type Fault, type Faults, later } from '../fault.js';

const told = (change: (outcomes: readonly MarkOutcome[]) => readonly MarkOutcome[]): Fault => {
  const fault: Fault = ({ store: { reads } }) => ({
    reads: { mark: (readings) => changed(reads.mark(readings), change) },
  });
  return fault;
};

const found = (change: (marks: readonly ReadMark[]) => readonly ReadMark[]): Fault => {
  const fault: Fault = ({ store: { reads } }) => ({
    reads: { within: (...range) => changed(reads.within(...range), change) },
  });
  return fault;
};

const setAs = (change: (mark: ReadMark) => ReadMark): Fault => {
  const fault: Fault = ({ store: { reads } }) => ({
    reads: { mark: (readings) => reads.mark(readings.map(change)) },
  });
  return fault;
};

const ranged = (move: (first: number, last: number) => readonly [number, number]): Fault => {
  const fault: Fault = ({ store: { reads } }) => ({
    reads: { within: (id, first, last) => reads.within(id, ...move(first, last)) },
  });
  return fault;
};

/** Of read marks. */
export const READ_MARKS: Faults = {
  'nothing has been read': found(() => []),
  'marks are not kept': () => ({
    reads: { mark: (readings) => right(readings.map((mark) => ({ mark, isFirst: true }))) },
  }),
  'the last reading wins': ({ store, tables }) => ({
    reads: {
      mark: (readings) => () => {
        for (const { conversationId, seq } of readings) {
          tables.reads.marks.get(conversationId)?.delete(seq);
        }
        return store.reads.mark(readings)();
      },
    },
  }),
  'the earliest time wins': ({ store, tables }) => ({
    reads: {
      mark: (readings) => () => {
        for (const { conversationId, seq, at } of readings) {
          const marks = tables.reads.marks.get(conversationId);
          if ((marks?.get(seq)?.at ?? 0) > at) marks?.delete(seq);
        }
        return store.reads.mark(readings)();
      },
    },
  }),
  'of a batch the last reading of a message wins': ({ store: { reads } }) => ({
    reads: {
      mark: (readings) =>
        changed(reads.mark(readings.toReversed()), (outcomes) => outcomes.toReversed()),
    },
  }),
  'of a batch the first is marked': ({ store: { reads } }) => ({
    reads: { mark: (readings) => reads.mark(readings.slice(0, 1)) },
  }),
  'one that is there ends the batch': ({ store: { reads }, tables }) => ({
    reads: {
      mark: (readings) => {
        const known = readings.findIndex(({ conversationId, seq }) =>
          tables.reads.marks.get(conversationId)?.has(seq),
        );
        return reads.mark(known === -1 ? readings : readings.slice(0, known + 1));
      },
    },
  }),
  'everybody is told that he was the first': told((outcomes) =>
    outcomes.map((one) => ({ ...one, isFirst: true })),
  ),
  'nobody is told that he was the first': told((outcomes) =>
    outcomes.map((one) => ({ ...one, isFirst: false })),
  ),
  'everybody is told of his own reading': ({ store: { reads } }) => ({
    reads: {
      mark: (readings) =>
        changed(reads.mark(readings), (outcomes) =>
          outcomes.map((one, n) => ({ ...one, mark: readings[n] ?? one.mark })),
        ),
    },
  }),
  'who reads as the first did is the first again': ({ store: { reads } }) => ({
    reads: {
      mark: (readings) =>
        changed(reads.mark(readings), (outcomes) =>
          outcomes.map(({ mark }, n) => ({
            mark,
            isFirst: mark.by === readings[n]?.by && mark.at === readings[n].at,
          })),
        ),
    },
  }),
  'outcomes are in the order of the messages': told((outcomes) =>
    outcomes.toSorted((a, b) => a.mark.seq - b.mark.seq),
  ),
  'marks of all conversations are found': ({ tables }) => ({
    reads: {
      within: (_id, first, last) =>
        right(
          [...tables.reads.marks.values()]
            .flatMap((marks) => [...marks.values()])
            .filter(({ seq }) => seq >= first && seq <= last)
            .sort((a, b) => a.seq - b.seq),
        ),
    },
  }),
  'ids of conversations are cut': ({ store: { reads } }) => ({
    reads: {
      within: (id, ...range) => reads.within(toConversationId(id.slice(0, 35)), ...range),
      mark: (readings) =>
        reads.mark(
          readings.map((mark) => ({
            ...mark,
            conversationId: toConversationId(mark.conversationId.slice(0, 35)),
          })),
        ),
    },
  }),
  'the first of a range is left out': ranged((first, last) => [first + 1, last]),
  'the last of a range is left out': ranged((first, last) => [first, last - 1]),
  'a range begins one before': ranged((first, last) => [first - 1, last]),
  'a range ends one after': ranged((first, last) => [first, last + 1]),
  'a range has no end': ranged((first) => [first, Number.MAX_SAFE_INTEGER]),
  'a range has so many marks as it is told': ranged((first, last) => [first, first + last]),
  'marks are found by their seq as a text': found((marks) =>
    marks.toSorted((a, b) => (String(a.seq) < String(b.seq) ? -1 : 1)),
  ),
  'marks are found as they were set': ({ tables }) => ({
    reads: {
      within: (id, first, last) =>
        right(
          [...(tables.reads.marks.get(id)?.values() ?? [])].filter(
            ({ seq }) => seq >= first && seq <= last,
          ),
        ),
    },
  }),
  'a hundred marks are found': found((marks) => marks.slice(0, 100)),
  'seconds are kept': setAs((mark) => ({ ...mark, at: Math.floor(mark.at / 1_000) * 1_000 })),
  'readers are trimmed': setAs((mark) => ({ ...mark, by: mark.by.trim() as PersonKey })),
  'kinds of readers are not kept': setAs((mark) => ({
    ...mark,
    by: mark.by.replace(/^\w+/, 'customer') as PersonKey,
  })),
  'it is answered before it is set': ({ store: { reads } }) => ({
    reads: {
      mark: (readings) => () => {
        void later(reads.mark(readings))();
        return right(readings.map((mark) => ({ mark, isFirst: true })))();
      },
    },
  }),
  'it looks first, and sets then': ({ store: { reads }, tables }) => ({
    reads: {
      mark: (readings) => async () => {
        const known = readings.map(({ conversationId, seq }) =>
          tables.reads.marks.get(conversationId)?.get(seq),
        );
        await later(reads.mark(readings))();
        const outcomes = readings.map((mark, n) => {
          const before = known[n];
          return { mark: before ?? mark, isFirst: before === undefined };
        });
        return right(outcomes)();
      },
    },
  }),
};
