/** What measures waiting. */
export interface Stopwatch {
  /** Milliseconds since whenever. */
  now(): number;
  /** Runs it after so many milliseconds, unless it is called off by what is returned. */
  after(milliseconds: number, run: () => void): () => void;
}

/** How fast a client is to send what is waited for. */
export interface Pace {
  /** Milliseconds of waiting after which it is looked at what has come. */
  readonly window: number;
  /** Bytes that are to come in that time. */
  readonly least: number;
  readonly stopwatch: Stopwatch;
}

/**
 * A kilobyte a second is less than any line that people still upload by, and more than it costs nothing to send for hours. A line that
 * is lost for a moment, as on the way through a tunnel, is back within the time.
 */
export const PACE: Pace = {
  window: 15_000,
  least: 15 * 1024,
  stopwatch: {
    now: () => performance.now(),
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  },
};

const LATE = Symbol('late');

const within = async <A>(
  milliseconds: number,
  work: Promise<A>,
  { after }: Stopwatch,
): Promise<A | typeof LATE> => {
  const { promise, resolve } = Promise.withResolvers<typeof LATE>();
  const callOff = after(milliseconds, () => resolve(LATE));
  try {
    return await Promise.race([work, promise]);
  } finally {
    callOff();
  }
};

/**
 * Bytes as they come, while they come fast enough; then it throws what `tooSlow` gives. Only the time counts in which they are waited for: a
 * reader may take his own.
 */
export async function* atPace(
  content: AsyncIterable<Uint8Array>,
  { window, least, stopwatch }: Pace,
  tooSlow: () => Error,
): AsyncGenerator<Uint8Array, void> {
  const source = content[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Uint8Array>> | null = null;
  let left = window;
  let came = 0;
  try {
    for (;;) {
      next ??= source.next();
      const began = stopwatch.now();
      const read = await within(left, next, stopwatch);
      left -= stopwatch.now() - began;
      if (read !== LATE) {
        next = null;
        if (read.done === true) return;
        came += read.value.length;
        yield read.value;
      }
      if (left > 0) continue;
      if (came < least) throw tooSlow();
      left = window;
      came = 0;
    }
  } finally {
    const letGo = Promise.resolve(source.return?.());
    // What is still waited for may never come.
    if (next === null) await letGo;
    else letGo.catch(() => undefined);
  }
}
