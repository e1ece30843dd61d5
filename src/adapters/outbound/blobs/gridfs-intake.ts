import { Binary, type ClientSession, type MongoClient, MongoServerError, ObjectId } from 'mongodb';
import type { Blob, BlobNote } from '../../../application/ports/blob-store.js';
import { DUPLICATE_KEY } from '../common/mongodb/mongo-errors.js';
import type { FileDocument, GridfsCollections } from './gridfs-collections.js';
import { markUnfinished, removeFiles } from './gridfs-removal.js';
import { takenName } from './names.js';
import type { Intake } from './take-whole.js';

/** Bytes of a chunk, as GridFS has it unless it is told otherwise. */
const CHUNK_SIZE = 255 * 1024;

export interface GridfsIntakeDeps {
  readonly client: MongoClient;
  readonly collections: GridfsCollections;
  /** Work that may be done twice, tried again while that may help. @throws when it does not */
  readonly inMongo: <A>(work: () => Promise<A>) => Promise<A>;
}

const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

export const blobIn = ({ filename: name, length: size, metadata }: FileDocument): Blob => ({
  name,
  size,
  ...metadata,
});

/** MongoDB does not do it; what the sender of a file does wrong is told apart from that. */
export class MongoFailed extends Error {
  override readonly name = 'MongoFailed';
}

const inTransaction = async (
  client: MongoClient,
  work: (session: ClientSession) => Promise<void>,
): Promise<void> => {
  const session = client.startSession();
  try {
    session.startTransaction();
    await work(session);
    await session.commitTransaction();
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction();
    throw error;
  } finally {
    await session.endSession();
  }
};

/** Takes a file in by chunks, and has it found when all of them are there. */
export const gridfsIntake = async (
  { client, collections, inMongo }: GridfsIntakeDeps,
  name: string,
  note: BlobNote,
): Promise<Intake> => {
  const { files, chunks, unfinished } = collections;
  const id = new ObjectId();
  const chunk = Buffer.alloc(CHUNK_SIZE);
  let filled = 0;
  let count = 0;

  const flush = async (): Promise<void> => {
    const data = new Binary(chunk.subarray(0, filled));
    const document = { _id: new ObjectId(), files_id: id, n: count, data };
    await inMongo(async () => {
      try {
        await chunks.insertOne(document);
      } catch (error) {
        // Stored by the try before, of which nobody heard.
        if (!isDuplicate(error)) throw error;
      }
    });
    count += 1;
    filled = 0;
  };

  /** Its mark goes as it comes: so nobody takes its chunks away meanwhile, nor does it come when somebody has. */
  const insert = async (file: FileDocument): Promise<void> => {
    try {
      await inTransaction(client, async (session) => {
        const its = { _id: id, isLeft: { $exists: false } };
        const { deletedCount } = await unfinished.deleteOne(its, { session });
        if (deletedCount === 0) throw new MongoFailed('a file was unfinished for too long');
        await files.insertOne(file, { session });
      });
    } catch (error) {
      if (isDuplicate(error)) throw takenName();
      // Or done by the try before, of which nobody heard.
      if (error instanceof MongoFailed && (await files.countDocuments({ _id: id })) > 0) return;
      throw error;
    }
  };

  await inMongo(async () => {
    if ((await files.countDocuments({ filename: name }, { limit: 1 })) > 0) throw takenName();
    await markUnfinished(collections, [id]);
  });

  return {
    take: async (bytes) => {
      for (let at = 0; at < bytes.length;) {
        const part = bytes.subarray(at, at + CHUNK_SIZE - filled);
        chunk.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === CHUNK_SIZE) await flush();
      }
    },
    finish: async ({ size, digest }) => {
      if (filled > 0) await flush();
      const { conversationId, afterSeq, originalName, type, at } = note;
      const file: FileDocument = {
        _id: id,
        filename: name,
        length: size,
        chunkSize: CHUNK_SIZE,
        uploadDate: new Date(),
        metadata: { conversationId, afterSeq, originalName, type, at, digest, isKept: false },
      };
      await inMongo(() => insert(file));
      return blobIn(file);
    },
    discard: async () => {
      // What cannot be removed now has its mark.
      await inMongo(() => removeFiles(collections, [id])).catch(() => undefined);
    },
  };
};
