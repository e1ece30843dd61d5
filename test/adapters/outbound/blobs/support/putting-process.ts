/**
 * Puts files without end, several at a time, keeps every other one, and tells its parent of each that is there.
 * Arguments: `disk` or `gridfs`, and the folder or the URI.
 */
import { randomUUID } from 'node:crypto';
import { answer } from '../../../../support/answer.js';
import { bytesOf, inParts, note, slowContent } from '../../../../support/blobs.js';
import { openBlobs, type PutFile } from './put-files.js';

const AT_ONCE = 6;

const [, , kind = '', place = ''] = process.argv;
const store = await openBlobs(kind, place);

const putAll = async (isKept: boolean): Promise<void> => {
  for (let n = 1; ; n += 1) {
    const file: PutFile = { name: randomUUID(), size: (n * 77_777) % 900_000, isKept };
    await answer(store.put(file.name, inParts(bytesOf(file.size)), note()));
    if (isKept) await answer(store.keep([file.name]));
    process.send?.(file);
  }
};

/** One is under way whenever the process is killed: its content never ends. */
const endless = slowContent(bytesOf(1_000));
void store.put(randomUUID(), endless.content, note())();
await endless.begun;

await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => putAll(n % 2 === 0)));
