import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { RecordOrder } from './record-order.js';
import type { BadExport, Interrupted } from './transfer-failure.js';
import type { TransferRecord } from './transfer-record.js';

/** A record, and the line that it came in. */
export interface ReadRecord {
  readonly line: number;
  readonly record: TransferRecord;
}

export type ReadFailure = BadExport | Interrupted;

/** Ends with the first Left. */
export type ReadRecords = AsyncIterable<Either<ReadFailure, ReadRecord>>;

const bad = (line: number, message: string): Either<BadExport, never> =>
  left({ kind: 'BadExport', line, message });

/**
 * Hands on each record of an export, once it is known to be in its place; nothing behind the first that is
 * not. Answers when all have been handed on, and are all that the header says.
 * @param take answers a promise where it has to be waited for
 */
export const forEachRecord = async <F>(
  records: ReadRecords,
  take: (record: TransferRecord) => Promise<Either<F, void>> | null,
): Promise<Either<F | ReadFailure, void>> => {
  const order = new RecordOrder();
  let last = 0;
  for await (const one of records) {
    if (isLeft(one)) return one;
    const { line, record } = one.right;
    last = line;
    const fault = order.take(record);
    if (fault !== null) return bad(line, fault);
    const taken = take(record);
    if (taken === null) continue;
    const result = await taken;
    if (isLeft(result)) return result;
  }
  const fault = order.end();
  return fault === null ? right(undefined) : bad(last + 1, fault);
};

/** Whether it is an export, whole and in order; nothing is stored. */
export const checkRecords = (records: ReadRecords): Promise<Either<ReadFailure, void>> =>
  forEachRecord<never>(records, () => null);
