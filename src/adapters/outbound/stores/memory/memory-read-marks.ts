import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { ReadMarks } from '../../../../application/ports/read-marks.js';
import type { MemoryTables } from './memory-tables.js';

export const memoryReadMarks = ({ reads }: Pick<MemoryTables, 'reads'>): ReadMarks => ({
  mark: (readings) => fromIO(() => readings.map((reading) => reads.mark(reading))),
  within: (id, first, last) => fromIO(() => reads.within(id, first, last)),
});
