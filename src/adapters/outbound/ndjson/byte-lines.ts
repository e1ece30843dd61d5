import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { BadExport } from '../../../application/transfer/transfer-failure.js';

export interface ByteLine {
  /** From 1. */
  readonly line: number;
  /** With the newline at its end. */
  readonly bytes: Buffer;
}

const NEWLINE = 0x0a;

/**
 * Takes a stream apart at its newlines, and holds no more of it than the longest line may have. Ends with the
 * first Left: a line that is too long, or one without an end.
 */
export async function* byteLines(
  chunks: AsyncIterable<Buffer>,
  longest: number,
): AsyncGenerator<Either<BadExport, ByteLine>> {
  let begun: Buffer[] = [];
  let length = 0;
  let line = 1;
  const bad = (message: string) => left<BadExport>({ kind: 'BadExport', line, message });
  for await (const chunk of chunks) {
    let start = 0;
    while (start < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline === -1 ? chunk.length : newline + 1;
      length += end - start;
      if (length > longest) {
        yield bad(`is longer than ${longest} bytes`);
        return;
      }
      begun.push(chunk.subarray(start, end));
      start = end;
      if (newline === -1) break;
      const [only] = begun;
      const bytes = begun.length === 1 && only !== undefined ? only : Buffer.concat(begun);
      yield right({ line, bytes });
      begun = [];
      length = 0;
      line += 1;
    }
  }
  if (length > 0) yield bad('is cut off: the export is not whole');
}
