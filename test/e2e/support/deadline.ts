/** Milliseconds; what should happen happens far sooner. */
export const PATIENCE = 15_000;

/** Fails with words of its own, rather than leave a test to hang. */
export const within = async <A>(
  work: Promise<A>,
  what: () => string,
  milliseconds = PATIENCE,
): Promise<A> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`waited ${milliseconds} ms for ${what()}`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
