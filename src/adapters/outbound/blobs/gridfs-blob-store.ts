import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { fromNullable, map, none } from 'fp-ts/lib/Option.js';
import type { BlobStore } from '../../../application/ports/blob-store.js';
import type { Logger } from '../../../application/ports/logger.js';
import { unavailable } from '../../../domain/failure.js';
import { connectionTo, refuseUnfit } from '../common/mongodb/mongo-connection.js';
import { persistence } from '../common/mongodb/persistence.js';
import { OPENING_PATIENCE, untilReady } from '../common/mongodb/until-ready.js';
import { gridfsCollections, makeGridfs } from './gridfs-collections.js';
import { blobIn, gridfsIntake, MongoFailed } from './gridfs-intake.js';
import { removeFiles, removeLeftovers } from './gridfs-removal.js';
import { isName, noSuchFile, refuseNoName } from './names.js';
import { takeWhole } from './take-whole.js';
import { underWay } from './under-way.js';

export interface GridfsBlobStoreOptions {
  /** Of a replica set or a sharded cluster; the database is `switchboard` where it names none. */
  readonly uri: string;
  readonly logger: Logger;
  /** How long work is tried again before it is `Unavailable`, in milliseconds. */
  readonly patience?: number;
  /** The same, before opening gives up. */
  readonly openingPatience?: number;
}

const PATIENCE = 8_000;

/**
 * Keeps files in a database, as GridFS does, through connections of its own: so none waits for a message, and no message for one. The
 * driver's own GridFS would not do: it asks for all chunks of a file in one answer, and has no place for what is known when all have come.
 * @throws Error that names the hosts, when they cannot be reached in time, refuse, or are no replica set
 */
export const gridfsBlobStore = async (options: GridfsBlobStoreOptions): Promise<BlobStore> => {
  const { uri, logger, patience = PATIENCE, openingPatience = OPENING_PATIENCE } = options;
  const connection = connectionTo(uri, patience);
  const { client } = connection;
  const collections = gridfsCollections(connection.db);
  const { files, chunks } = collections;
  try {
    await untilReady(connection, logger, openingPatience, async () => {
      await client.connect();
      await refuseUnfit(connection);
      await makeGridfs(collections);
      await removeLeftovers(collections);
    });
  } catch (error) {
    await client.close();
    throw error;
  }
  const { persist, once } = persistence(logger, patience);
  const { run, untilEnd, refuseEnded, end } = underWay();

  const inMongo = async <A>(work: () => Promise<A>): Promise<A> => {
    const done = await persist(work);
    if (isLeft(done)) throw new MongoFailed('MongoDB failed');
    return done.right;
  };

  async function* read(
    name: string,
    first: number,
    last: number,
  ): AsyncGenerator<Uint8Array, void> {
    refuseEnded();
    refuseNoName(name);
    const file = await inMongo(() => files.findOne({ filename: name }));
    if (file === null) throw noSuchFile();
    const end = Math.min(last + 1, file.length);
    for (let at = first; at < end;) {
      refuseEnded();
      const n = Math.floor(at / file.chunkSize);
      // One at a time: a cursor would bring a whole file in one answer, and wait for who does not go on.
      const chunk = await inMongo(() => chunks.findOne({ files_id: file._id, n }));
      const start = n * file.chunkSize;
      const part = chunk?.data.value().subarray(at - start, end - start);
      if (part === undefined || part.length === 0) throw new Error('a chunk of a file is missing');
      at += part.length;
      yield part;
    }
  }

  return {
    put: (name, content, note) =>
      run(async () => {
        refuseNoName(name);
        try {
          const intake = await gridfsIntake({ client, collections, inMongo }, name, note);
          return right(await takeWhole(untilEnd(content), intake));
        } catch (error) {
          if (error instanceof MongoFailed) return left(unavailable);
          throw error;
        }
      }),
    find: (name) =>
      run(() =>
        isName(name)
          ? persist(async () => map(blobIn)(fromNullable(await files.findOne({ filename: name }))))
          : Promise.resolve(right(none)),
      ),
    read,
    keep: (names) =>
      run(() =>
        persist(async () => {
          const its = { filename: { $in: names.filter(isName) }, 'metadata.isKept': false };
          await files.updateMany(its, { $set: { 'metadata.isKept': true } });
        }),
      ),
    remove: (names) =>
      run(() =>
        persist(async () => {
          const found = await files
            .find({ filename: { $in: names.filter(isName) } }, { projection: { _id: 1 } })
            .toArray();
          await removeFiles(
            collections,
            found.map(({ _id }) => _id),
          );
        }),
      ),
    unkept: (before, most) =>
      run(() =>
        persist(async () => {
          if (most < 1) return [];
          // Those who were killed shortly before a start left what was too young then.
          await removeLeftovers(collections);
          const old = { 'metadata.isKept': false, 'metadata.at': { $lt: before } };
          const found = files.find(old).sort({ 'metadata.at': 1 }).limit(most);
          return (await found.toArray()).map(blobIn);
        }),
      ),
    health: () =>
      run(() =>
        once(async () => {
          await files.findOne({ filename: '' }, { projection: { _id: 1 } });
        }),
      ),
    close: async () => {
      await end();
      await client.close();
    },
  };
};
