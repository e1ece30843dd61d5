import { createHash } from 'node:crypto';
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { hasFiles } from '../../../application/transfer/has-files.js';
import type {
  TransferHeader,
  TransferRecord,
} from '../../../application/transfer/transfer-record.js';
import { encodeLine } from './record-lines.js';

export interface Written {
  readonly header: TransferHeader;
  /** Messages with files, which are not in it. */
  readonly withFiles: number;
}

/** Characters that are written together. */
const CHUNK = 64 * 1024;

/**
 * Writes records as lines, and behind them a line with the checksum of all bytes before it.
 * @param write resolves when as much may be written again, and rejects when nothing can be written any more
 * @param onWritten is told now and then how many events are written, of how many
 * @returns what was written, or the first Left of the records; what stands there until then is no whole export
 */
export const writeExport = async <F>(
  records: AsyncIterable<Either<F, TransferRecord>>,
  write: (text: string) => Promise<void>,
  onWritten: (events: number, all: number) => void,
): Promise<Either<F, Written>> => {
  const hash = createHash('sha256');
  let header: TransferHeader | null = null;
  let conversation: string | null = null;
  let events = 0;
  let withFiles = 0;
  let text = '';
  for await (const one of records) {
    if (isLeft(one)) return one;
    const record = one.right;
    if (record.kind === 'header') header = record.header;
    if (record.kind === 'event') {
      events += 1;
      if (hasFiles(record.event)) withFiles += 1;
    }
    if (record.kind === 'conversation') conversation = record.conversation.id;
    text += encodeLine(record, conversation);
    if (text.length < CHUNK) continue;
    hash.update(text);
    await write(text);
    text = '';
    onWritten(events, header?.events ?? 0);
  }
  if (header === null) throw new Error('an export without a header');
  hash.update(text);
  const trailer = { sha256: hash.digest('hex') };
  await write(text + encodeLine({ kind: 'trailer', trailer }, null));
  onWritten(events, header.events);
  return right({ header, withFiles });
};
