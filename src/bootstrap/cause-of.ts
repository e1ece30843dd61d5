/** Why a request came to nothing, in a word where the system has one: `fetch` itself says only that it failed. */
export const causeOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  // Of an abort that is a number, which says nothing.
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
};
