import { type AnyBulkWriteOperation, MongoBulkWriteError, ObjectId } from 'mongodb';
import type { ReadMark, ReadMarks } from '../../../../application/ports/read-marks.js';
import type { PersonKey } from '../../../../domain/actor.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Marked } from './documents.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';
import { DUPLICATE_KEY } from '../../common/mongodb/mongo-errors.js';

/** Ids of a conversation sort by `seq`: eleven digits of base 36 hold every safe integer. */
const idOf = (conversationId: string, seq: number): string =>
  `${keyOf(conversationId)}:${Math.min(seq, Number.MAX_SAFE_INTEGER).toString(36).padStart(11, '0')}`;

const markOf = (conversationId: ConversationId, { s, by, at }: Marked): ReadMark => ({
  conversationId,
  seq: s,
  by: JSON.parse(by) as PersonKey,
  at,
});

/** Two that upsert the same at once may both find nothing there: then one is told that it is a duplicate. */
const isRace = (error: unknown): boolean =>
  error instanceof MongoBulkWriteError &&
  error.result.getWriteConcernError() === undefined &&
  [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);

export const mongoReadMarks = ({ reads, persist }: MongoDatabase): ReadMarks => {
  /** Those that are there already are left as they are. */
  const set = async (writes: AnyBulkWriteOperation<Marked>[]): Promise<void> => {
    try {
      await reads.bulkWrite(writes, { ordered: false });
    } catch (error) {
      if (!isRace(error)) throw error;
    }
  };

  return {
    mark: (readings) => {
      // By its token a reading that is stored twice, since the first answer was lost, knows itself again.
      const asked = readings.map((mark) => ({
        mark,
        id: idOf(mark.conversationId, mark.seq),
        token: new ObjectId(),
      }));
      return persist(async () => {
        if (asked.length === 0) return [];
        const firsts = new Map(asked.toReversed().map((one) => [one.id, one]));
        await set(
          [...firsts.values()].map(({ id, token, mark: { seq, by, at } }) => ({
            updateOne: {
              filter: { _id: id },
              update: { $setOnInsert: { s: seq, by: JSON.stringify(by), at, t: token } },
              upsert: true,
            },
          })),
        );
        const found = await reads.find({ _id: { $in: [...firsts.keys()] } }).toArray();
        const known = new Map(found.map((one) => [one._id, one]));
        return asked.map(({ mark, id, token }) => {
          const one = known.get(id);
          if (one === undefined) throw new Error(`a mark of ${mark.conversationId} is gone`);
          return { mark: markOf(mark.conversationId, one), isFirst: one.t.equals(token) };
        });
      });
    },

    within: (id, first, last) =>
      persist(async () => {
        if (last < first) return [];
        const found = await reads
          .find({ _id: { $gte: idOf(id, first), $lte: idOf(id, last) } })
          .sort({ _id: 1 })
          .toArray();
        return found.map((one) => markOf(id, one));
      }),
  };
};
