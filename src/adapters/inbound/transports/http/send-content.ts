import type { ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Content } from '../../gateway/transport.js';

/**
 * What is not as long as was said must not look whole, and the next answer must not be read as its rest:
 * the last bytes go out when it is known that they are the last.
 */
const exactly = (length: number): Transform => {
  let left = length;
  let last: Uint8Array | null = null;
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      left -= chunk.length;
      if (left < 0) done(new Error(`longer than ${length} bytes`));
      else if (left > 0) done(null, chunk);
      else {
        last ??= chunk;
        done();
      }
    },
    flush: (done) => {
      if (left > 0) done(new Error(`shorter than ${length} bytes`));
      else done(null, last);
    },
  });
};

/** Even of bytes that nobody is to hear: an error that nobody listened to would end the process. */
const streamOf = (bytes: AsyncIterable<Uint8Array>): Readable =>
  (bytes instanceof Readable ? bytes : Readable.from(bytes)).on('error', () => undefined);

/** Lets go of bytes that nobody is to hear. */
export const letGo = ({ bytes }: Content): void => {
  streamOf(bytes).destroy();
};

/**
 * Writes bytes as fast as the client takes them; the answer's end is not written. What fails on our side
 * breaks off the connection; that the client leaves is no failure.
 */
export const sendContent = async (
  { bytes, length }: Content,
  response: ServerResponse,
  onBreak: (error: Error) => void,
): Promise<void> => {
  const source = streamOf(bytes);
  if (response.destroyed) {
    source.destroy();
    return;
  }
  const stages = length === undefined ? [source] : [source, exactly(length)];
  for (const stage of stages) {
    stage.once('error', (error) => {
      if (response.destroyed) return;
      onBreak(error);
      response.destroy();
    });
  }
  response.once('close', () => source.destroy());
  await pipeline([...stages, response], { end: false }).catch(() => undefined);
};
