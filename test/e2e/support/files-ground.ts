import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { FrameBudget } from '../../../src/adapters/inbound/transports/common/frame-budget.js';
import type { BlobStore } from '../../../src/application/ports/blob-store.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { container } from '../../../src/bootstrap/container.js';
import type { StoreName } from '../../../src/bootstrap/stores.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import type { StorePlace } from '../../support/bound-stores.js';
import { expectRight } from '../../support/expect-either.js';
import { type LoggedEntry, RecordingLogger } from '../../support/recording-logger.js';
import { byWs, onPort } from './doors.js';
import { testConfig } from './in-process-server.js';

/** A whole server in the test's process, into whose files a test can look. */
export interface FilesGround {
  readonly url: string;
  readonly cases: UseCases;
  /** Lets so many milliseconds pass, by the server's clock alone. */
  wait(milliseconds: number): void;
  /** All that is there of files, whole or in part, carried by messages or not. */
  pieces(): Promise<number>;
  /** What the server has logged as its own fault. */
  errors(): readonly LoggedEntry[];
  stop(): Promise<void>;
}

/** More than there is in any test. */
const ALL = 1_000;

type Counting = (place: StorePlace, blobs: BlobStore) => Promise<number>;

/** By what each store keeps files in, and not by what it says of them. */
const COUNTING: Readonly<Record<StoreName, Counting>> = {
  sqlite: ({ environment }) => {
    const root = join(environment['DATA_DIR'] ?? '', 'uploads');
    if (!existsSync(root)) return Promise.resolve(0);
    const found = readdirSync(root, { recursive: true, withFileTypes: true });
    const files = found.filter((one) => one.isFile() && !/\.lock(?:-journal)?$/.test(one.name));
    return Promise.resolve(files.length);
  },
  mongodb: async ({ environment }) => {
    const client = new MongoClient(environment['MONGODB_URI'] ?? '');
    try {
      const counts = ['files.files', 'files.chunks'].map((name) =>
        client.db().collection(name).countDocuments(),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    } finally {
      await client.close();
    }
  },
  memory: async (_place, blobs) =>
    expectRight(await blobs.unkept(Number.MAX_SAFE_INTEGER, ALL)()).length,
};

/** Counts what is kept of files where a store keeps them; in memory those alone that no message carries. */
const piecesOfFiles = (place: StorePlace, blobs: BlobStore): Promise<number> =>
  COUNTING[place.name](place, blobs);

export const filesGround = async (
  place: StorePlace,
  environment: Readonly<Record<string, string>> = {},
  budget?: FrameBudget,
): Promise<FilesGround> => {
  const config = testConfig({ ...place.environment, ...environment });
  const bindings = container(config);
  const logger = new RecordingLogger();
  let passed = 0;
  bindings.rebind(TOKENS.logger).toConstantValue(logger);
  bindings.rebind(TOKENS.clock).toConstantValue({ now: () => Date.now() + passed });
  const gateway = await bindings.getAsync(TOKENS.gateway);
  const cases = await bindings.getAsync(TOKENS.useCases);
  const blobs = await bindings.getAsync(TOKENS.blobs);
  const { fetchFile } = cases;
  // It serves all transports, whichever of them its own clients come by.
  const door = await onPort(byWs, budget)({ gateway, config, logger, fetchFile });
  const url = door.url ?? '';
  bindings.get(TOKENS.ownAddress).listensAt(url);
  return {
    url,
    cases,
    wait: (milliseconds) => {
      passed += milliseconds;
    },
    pieces: () => piecesOfFiles(place, blobs),
    errors: () => logger.entries.filter(({ level }) => level === 'error'),
    stop: async () => {
      await gateway.close();
      await door.close();
      await bindings.get(TOKENS.resources).close();
      await place.remove();
    },
  };
};
