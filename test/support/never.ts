/** A signal that nobody gives. */
export const NEVER: AbortSignal = new AbortController().signal;
