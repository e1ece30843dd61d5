/** What a stream begins with, and all of it. */
export interface Begun {
  readonly beginning: Uint8Array;
  /** To be read once. */
  readonly whole: AsyncIterable<Uint8Array>;
  /** Lets go of what is left of the stream; of one that was read to its end nothing is. */
  abandon(): Promise<void>;
}

const joined = (parts: readonly Uint8Array[], most: number): Uint8Array => {
  const bytes = Buffer.concat(parts);
  return bytes.subarray(0, most);
};

/** Reads as far as is needed to see so many bytes. */
export const beginningOf = async (
  content: AsyncIterable<Uint8Array>,
  needed: number,
): Promise<Begun> => {
  const stream = content[Symbol.asyncIterator]();
  let hasEnded = false;
  const next = async (): Promise<Uint8Array | null> => {
    const read = hasEnded ? null : await stream.next();
    if (read?.done === false) return read.value;
    hasEnded = true;
    return null;
  };
  const abandon = async (): Promise<void> => {
    if (hasEnded) return;
    hasEnded = true;
    await stream.return?.();
  };

  const parts: Uint8Array[] = [];
  for (let length = 0; length < needed;) {
    const bytes = await next();
    if (bytes === null) break;
    // Whoever gives them may write over them as soon as he is asked for more.
    parts.push(Uint8Array.from(bytes));
    length += bytes.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array, void> {
    yield* parts;
    for (let bytes = await next(); bytes !== null; bytes = await next()) yield bytes;
  }
  return { beginning: joined(parts, needed), whole: whole(), abandon };
};
