const BUSY = 5;
const CONSTRAINT = 19;

/** SQLite's own code, less what it says in detail; `null` for an error that is not SQLite's. */
export const errorCode = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;

/** Anything else is a bug. */
export const isSqliteError = (error: unknown): boolean => errorCode(error) !== null;

/** Another connection has the file to itself just now. */
export const isLocked = (error: unknown): boolean => errorCode(error) === BUSY;

/** A row that may not stand beside the others. */
export const isRefusedRow = (error: unknown): boolean => errorCode(error) === CONSTRAINT;
