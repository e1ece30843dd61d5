/** Says what went wrong with a request without the words of whoever answered. */
export const fetchFault = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : error.message;
};
