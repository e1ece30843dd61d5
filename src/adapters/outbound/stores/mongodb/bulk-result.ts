import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type { Head } from './documents.js';

/** Why the server did not do one write of a bulk. */
export interface WriteFault {
  readonly code: number;
  /** For `duplicateIndex` alone: the rest may hold what people wrote. */
  readonly message: string | undefined;
}

export interface BulkResult {
  /** By the place of the write in the bulk. */
  readonly faults: ReadonlyMap<number, WriteFault>;
  /** Whether each of the others was done; if not, nothing is known of any of them. */
  readonly isWhole: boolean;
}

/** Rethrows what is not about single writes, or leaves open whether any of them will last. */
const faultsIn = (error: unknown): ReadonlyMap<number, WriteFault> => {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const errors = [error.writeErrors].flat();
  if (errors.length === 0 || error.result.getWriteConcernError() !== undefined) throw error;
  return new Map(errors.map(({ index, code, errmsg }) => [index, { code, message: errmsg }]));
};

/** Sends writes of one kind together; each of them stands or falls alone. */
export const writeTogether = async (
  heads: Collection<Head>,
  writes: readonly AnyBulkWriteOperation<Head>[],
): Promise<BulkResult> => {
  try {
    const { matchedCount, insertedCount } = await heads.bulkWrite([...writes], { ordered: false });
    return { faults: new Map(), isWhole: matchedCount + insertedCount === writes.length };
  } catch (error) {
    const faults = faultsIn(error);
    const { matchedCount, insertedCount } = error as MongoBulkWriteError;
    return { faults, isWhole: matchedCount + insertedCount + faults.size === writes.length };
  }
};
