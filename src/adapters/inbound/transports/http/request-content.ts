import type { IncomingMessage } from 'node:http';
import { ClientGone } from '../../gateway/transport.js';

/** A body's bytes as they come. Whoever leaves off early leaves the connection whole, for an answer. */
export async function* requestContent(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new ClientGone(cause);
  }
}

/** Resolves when the rest of a body was read and thrown away, or cut off because it takes too long. */
export const discardContent = (request: IncomingMessage, patience: number): Promise<void> => {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => request.destroy(), patience);
    request.once('close', () => {
      clearTimeout(late);
      resolve();
    });
    request.resume();
  });
};
