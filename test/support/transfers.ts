import { readExport } from '../../src/adapters/outbound/ndjson/read-export.js';
import { writeExport } from '../../src/adapters/outbound/ndjson/write-export.js';
import type { Store } from '../../src/application/ports/store.js';
import { exportRecords } from '../../src/application/transfer/export-records.js';
import { importRecords } from '../../src/application/transfer/import-records.js';
import { checkRecords } from '../../src/application/transfer/read-records.js';
import { expectRight } from './expect-either.js';

const nothing = (): void => undefined;

const never = new AbortController().signal;

/** A stream of a text, in pieces of so many bytes. */
// eslint-disable-next-line @typescript-eslint/require-await -- a stream, of what is there already
export async function* streamOf(text: string | Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

/** Everything that a store holds, as the command line would write it. */
export const exported = async (
  store: Pick<Store, 'log' | 'feed' | 'agents' | 'reads'>,
): Promise<string> => {
  let text = '';
  const write = (more: string): Promise<void> => {
    text += more;
    return Promise.resolve();
  };
  expectRight(await writeExport(exportRecords({ ...store, onCounted: nothing }), write, nothing));
  return text;
};

type Into = Pick<Store, 'log' | 'agents' | 'reads'>;

export const importing = ({ log, agents, reads }: Into, text: string | Buffer, size?: number) =>
  importRecords({ log, agents, reads, onStored: nothing }, readExport(streamOf(text, size), never));

export const imported = async (store: Into, text: string | Buffer, size?: number) =>
  expectRight(await importing(store, text, size));

/** What the first reading of a file says. */
export const checking = (text: string | Buffer, size?: number) =>
  checkRecords(readExport(streamOf(text, size), never));
