import { statusesOf } from '../../../../domain/listing.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';

interface Counted {
  readonly _id: string;
  readonly total: number;
}

/** Counts in the index that lists of what is assigned are read from, without a look at a document. */
export const mongoOpenAssigned =
  ({ heads }: MongoDatabase) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const idsByKey = new Map(ids.map((id) => [keyOf(id), id]));
    const assigned = { $in: [...idsByKey.keys()] };
    const counted = await heads
      .aggregate<Counted>(
        [
          { $match: { assigned, status: { $in: statusesOf('open') } } },
          { $group: { _id: '$assigned', total: { $sum: 1 } } },
        ],
        { hint: 'assignedLists' },
      )
      .toArray();
    return new Map(
      counted.flatMap(({ _id, total }) => {
        const id = idsByKey.get(_id);
        return id === undefined ? [] : [[id, total]];
      }),
    );
  };
