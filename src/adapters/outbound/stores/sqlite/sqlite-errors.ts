/** Such as of a table that is not there, or cannot be opened. */
export const SQL_ERROR = 1;
const BUSY = 5;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CONSTRAINT = 19;
const NOT_A_DATABASE = 26;

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

/** The file is not what SQLite wrote. */
export const isOfDamage = (error: unknown): boolean =>
  [CORRUPT, NOT_A_DATABASE].includes(errorCode(error) ?? 0);

/** It is of what is in a file, such as a table that cannot be opened; any other says that it cannot be looked at just now. */
export const isOfContent = (error: unknown): boolean =>
  isOfDamage(error) || errorCode(error) === SQL_ERROR;

export const isOfDisk = (error: unknown): boolean =>
  [IO_ERROR, FULL].includes(errorCode(error) ?? 0);

/** What a check of SQLite's has found, which makes several lines of it. */
export const inALine = (found: unknown): string => String(found).replace(/\s+/g, ' ');
