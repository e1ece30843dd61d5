import type { ObjectId } from 'mongodb';
import type { GridfsCollections } from './gridfs-collections.js';

/** Milliseconds after which nobody finishes what is unfinished. */
export const LEFT_AFTER = 60 * 60 * 1_000;

/** Files whose chunks are looked for together. */
const TOGETHER = 100;

const SINCE_NOW = [{ $set: { since: '$$NOW' } }];

/** Marks what is about to come or to go, so that its chunks are found whatever happens; may be done twice. */
export const markUnfinished = async (
  { unfinished }: GridfsCollections,
  ids: readonly ObjectId[],
): Promise<void> => {
  if (ids.length === 0) return;
  await unfinished.bulkWrite(
    ids.map((_id) => ({ updateOne: { filter: { _id }, update: SINCE_NOW, upsert: true } })),
    { ordered: false },
  );
};

const removeChunks = async (
  { chunks, unfinished }: GridfsCollections,
  ids: readonly ObjectId[],
): Promise<void> => {
  await chunks.deleteMany({ files_id: { $in: [...ids] } });
  await unfinished.deleteMany({ _id: { $in: [...ids] } });
};

/** Has it found no more, and then removes its bytes; may be done twice. */
export const removeFiles = async (
  collections: GridfsCollections,
  ids: readonly ObjectId[],
): Promise<void> => {
  if (ids.length === 0) return;
  await markUnfinished(collections, ids);
  await collections.files.deleteMany({ _id: { $in: [...ids] } });
  await removeChunks(collections, ids);
};

/** Removes what was left by those who were killed an hour ago or longer: found by its mark, without a look at any chunk. */
export const removeLeftovers = async (
  collections: GridfsCollections,
  after = LEFT_AFTER,
): Promise<void> => {
  const { files, unfinished } = collections;
  const isOld = { $expr: { $lt: ['$since', { $subtract: ['$$NOW', after] }] } };
  for (;;) {
    const old = await unfinished
      .find(isOld, { projection: { _id: 1 } })
      .sort({ since: 1 })
      .limit(TOGETHER)
      .toArray();
    if (old.length === 0) return;
    const ids = old.map(({ _id }) => _id);
    await unfinished.updateMany({ _id: { $in: ids } }, { $set: { isLeft: true } });
    // Killed before it began to go: it is whole, and waits for whoever removes it again.
    const whole = await files
      .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
      .map(({ _id }) => String(_id))
      .toArray();
    await removeChunks(
      collections,
      ids.filter((id) => !whole.includes(String(id))),
    );
    await unfinished.deleteMany({ _id: { $in: ids } });
  }
};
