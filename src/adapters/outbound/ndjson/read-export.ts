import { createHash } from 'node:crypto';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { MAX_APPEND } from '../../../application/ports/conversation-log.js';
import type { ReadFailure, ReadRecord } from '../../../application/transfer/read-records.js';
import type { BadExport } from '../../../application/transfer/transfer-failure.js';
import { type ByteLine, byteLines } from './byte-lines.js';
import { decodeLine } from './record-lines.js';

/** Bytes: an event as large as an append may be, with what a line has around it. */
const LONGEST_LINE = MAX_APPEND.bytes + 1_000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textOf = (bytes: Buffer): string | null => {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
};

const bad = (line: number, message: string): Either<BadExport, never> =>
  left({ kind: 'BadExport', line, message });

/** Makes records of lines, and knows at the end whether these were all. */
class ExportReader {
  private readonly hash = createHash('sha256');
  private last = 0;
  private isOver = false;

  /** Null for the last line, which says that all before it is as it was written. */
  take({ line, bytes }: ByteLine): Either<BadExport, ReadRecord | null> {
    this.last = line;
    if (this.isOver) return bad(line, 'stands behind the end of the export');
    const text = textOf(bytes);
    if (text === null) return bad(line, 'is no UTF-8');
    const decoded = decodeLine(text);
    if (isLeft(decoded)) return bad(line, decoded.left);
    const read = decoded.right;
    if (read.kind !== 'trailer') {
      this.hash.update(bytes);
      return right({ line, record: read });
    }
    this.isOver = true;
    return this.hash.digest('hex') === read.trailer.sha256
      ? right(null)
      : bad(line, 'has another checksum: the export was changed or damaged');
  }

  end(): Either<BadExport, null> {
    return this.isOver ? right(null) : bad(this.last + 1, 'is missing: the export is not whole');
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * The records of an export, each as soon as its line is there; ends with the first Left. Only when it ends
 * without one is it known that the bytes are those that were written: the checksum comes last.
 * @param signal ends it with `Interrupted`; a source that waits must itself fail with an AbortError by it
 */
export async function* readExport(
  source: AsyncIterable<Buffer>,
  signal: AbortSignal,
): AsyncGenerator<Either<ReadFailure, ReadRecord>> {
  const reader = new ExportReader();
  try {
    for await (const one of byteLines(source, LONGEST_LINE)) {
      signal.throwIfAborted();
      const read = isLeft(one) ? one : reader.take(one.right);
      if (isLeft(read)) {
        yield read;
        return;
      }
      if (read.right !== null) yield right(read.right);
    }
  } catch (error) {
    if (!isAbort(error)) throw error;
    yield left({ kind: 'Interrupted' });
    return;
  }
  const end = reader.end();
  if (isLeft(end)) yield end;
}
