import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { MarkOutcome, ReadMark, ReadMarks } from '../../../../application/ports/read-marks.js';
import type { MemoryTables } from './memory-tables.js';

export const memoryReadMarks = ({ reads }: Pick<MemoryTables, 'reads'>): ReadMarks => {
  const set = (mark: ReadMark): MarkOutcome => {
    const { conversationId, seq } = mark;
    const marks = reads.get(conversationId) ?? new Map<number, ReadMark>();
    reads.set(conversationId, marks);
    const known = marks.get(seq);
    if (known !== undefined) return { mark: known, isFirst: false };
    marks.set(seq, mark);
    return { mark, isFirst: true };
  };
  return {
    mark: (readings) => fromIO(() => readings.map(set)),
    within: (id, first, last) =>
      fromIO(() => {
        const marks = [...(reads.get(id)?.values() ?? [])];
        return marks
          .filter(({ seq }) => seq >= first && seq <= last)
          .sort((one, other) => one.seq - other.seq);
      }),
  };
};
