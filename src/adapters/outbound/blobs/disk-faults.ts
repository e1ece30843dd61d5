import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Logger } from '../../../application/ports/logger.js';
import { type Unavailable, unavailable } from '../../../domain/failure.js';
import { failureLog } from '../common/failure-log.js';

/** Of an error of the file system; `null` for any other. */
const errorCode = (error: unknown): string | null =>
  error instanceof Error &&
  'syscall' in error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^E[A-Z0-9]+$/.test(error.code)
    ? error.code
    : null;

export const isMissing = (error: unknown): boolean => errorCode(error) === 'ENOENT';

/** Where a folder is to be put in the place of one that holds something. */
export const isOccupied = (error: unknown): boolean =>
  ['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '');

/** The disk has failed; what its sender does wrong is told apart from that. */
class DiskFailed extends Error {
  override readonly name = 'DiskFailed';
}

/** What becomes of errors of the disk. */
export interface DiskFaults {
  /** Logs what the disk fails in, and gives it a name. @throws DiskFailed, or what else the work throws */
  onDisk<A>(work: () => Promise<A>): Promise<A>;
  /** `Unavailable` where the disk has failed in any of it. */
  orUnavailable<A>(work: () => Promise<A>): Promise<Either<Unavailable, A>>;
}

export const diskFaults = (logger: Logger): DiskFaults => {
  const log = failureLog((fields) => logger.error('the disk of files failed', fields));
  return {
    onDisk: async (work) => {
      try {
        return await work();
      } catch (error) {
        const code = errorCode(error);
        if (code === null) throw error;
        // Its message has a path, and who knows a file's name may have the file.
        log(code, { code });
        throw new DiskFailed(code);
      }
    },
    orUnavailable: async (work) => {
      try {
        return right(await work());
      } catch (error) {
        if (error instanceof DiskFailed) return left(unavailable);
        throw error;
      }
    },
  };
};
