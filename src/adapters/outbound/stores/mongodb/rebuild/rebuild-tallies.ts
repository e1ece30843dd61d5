import { isDeepStrictEqual } from 'node:util';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Sample } from '../../../../../domain/statistics.js';
import type { Tally } from '../documents.js';
import { additionsOf, tallyOf } from '../move-samples.js';
import { uncountedSample } from '../uncounted.js';

interface Sums {
  [field: string]: number | Sums;
}

/** Adds to the field at a path. */
const add = (sums: Sums, [field = '', ...inner]: readonly string[], value: number): void => {
  const found = sums[field];
  if (inner.length === 0) sums[field] = (typeof found === 'number' ? found : 0) + value;
  else {
    const next = typeof found === 'object' ? found : {};
    sums[field] = next;
    add(next, inner, value);
  }
};

type Counted = Omit<Tally, 'applied'>;

/** What tallies come to, counted anew. */
export interface TallyRebuilder {
  count(sample: Sample): void;
  /** Has those that are wrong right. @returns how many there were */
  finish(tallies: Collection<Tally>): Promise<number>;
}

export const tallyRebuilder = (): TallyRebuilder => {
  const counted = new Map<string, Counted>();
  return {
    count: (sample) => {
      const waiting = uncountedSample(sample);
      const id = tallyOf(waiting);
      const { day, department } = waiting;
      const tally = counted.get(id) ?? { _id: id, day, department };
      counted.set(id, tally);
      for (const [path, value] of Object.entries(additionsOf(waiting))) {
        add(tally as unknown as Sums, path.split('.'), value);
      }
    },
    finish: async (tallies) => {
      const writes: AnyBulkWriteOperation<Tally>[] = [];
      const missing = new Map(counted);
      for await (const { applied, ...found } of tallies.find()) {
        const right = counted.get(found._id);
        missing.delete(found._id);
        const filter = { _id: found._id };
        if (right === undefined) writes.push({ deleteOne: { filter } });
        else if (!isDeepStrictEqual(found, right)) {
          writes.push({ replaceOne: { filter, replacement: { ...right, applied } } });
        }
      }
      for (const right of missing.values()) {
        writes.push({ insertOne: { document: { ...right, applied: [] } } });
      }
      if (writes.length > 0) await tallies.bulkWrite(writes);
      return writes.length;
    },
  };
};
