import type { Binary, Collection, Db, ObjectId } from 'mongodb';
import type { BlobNote } from '../../../application/ports/blob-store.js';

/** As GridFS has it, so that other tools can read it. */
export interface FileDocument {
  readonly _id: ObjectId;
  readonly filename: string;
  readonly length: number;
  readonly chunkSize: number;
  readonly uploadDate: Date;
  readonly metadata: BlobNote & { readonly digest: string; readonly isKept: boolean };
}

/** As GridFS has it: the bytes of a file from `n` times its `chunkSize` on. */
export interface ChunkDocument {
  readonly _id: ObjectId;
  readonly files_id: ObjectId;
  readonly n: number;
  readonly data: Binary;
}

/** Chunks whose file is coming, or going. */
export interface UnfinishedDocument {
  /** Of the file. */
  readonly _id: ObjectId;
  /** By the server's clock. */
  readonly since: Date;
  /** Once somebody removes them, so that nobody finishes it any more. */
  readonly isLeft?: true;
}

export interface GridfsCollections {
  readonly files: Collection<FileDocument>;
  readonly chunks: Collection<ChunkDocument>;
  readonly unfinished: Collection<UnfinishedDocument>;
}

export const gridfsCollections = (db: Db): GridfsCollections => ({
  files: db.collection('files.files'),
  chunks: db.collection('files.chunks'),
  unfinished: db.collection('files.unfinished'),
});

/** Makes what is missing of collections and indexes. */
export const makeGridfs = async ({
  files,
  chunks,
  unfinished,
}: GridfsCollections): Promise<void> => {
  await files.createIndexes([
    { name: 'filename', key: { filename: 1 }, unique: true },
    {
      name: 'unkept',
      key: { 'metadata.at': 1 },
      partialFilterExpression: { 'metadata.isKept': false },
    },
  ]);
  await chunks.createIndexes([{ name: 'files_id', key: { files_id: 1, n: 1 }, unique: true }]);
  await unfinished.createIndexes([{ name: 'since', key: { since: 1 } }]);
};
