import type { FetchImplementation } from 'jose';

/** Bytes, when unpacked: more than two thousand keys. */
const MAX_SIZE = 1024 * 1024;

/**
 * All of an answer, of no more than a mebibyte.
 * @throws Error that says so in a few words where it is larger, or whatever a stream throws that breaks off
 */
export const boundedBody = async (response: Response): Promise<Buffer<ArrayBuffer>> => {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body?.values() ?? []) {
    size += chunk.byteLength;
    if (size > MAX_SIZE) throw new Error(`more than ${MAX_SIZE} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/**
 * A GET that ends with a good answer of no more than a mebibyte; redirects are none.
 * @throws Error that says in a few words what came instead, or whatever `fetch` throws
 */
export const boundedFetch: FetchImplementation = async (url, options) => {
  const response = await fetch(url, options);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return new Response(await boundedBody(response));
};
