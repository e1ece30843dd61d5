import { MongoAPIError, MongoError, MongoServerError, MongoServerSelectionError } from 'mongodb';

/** All that is ever told of an error: its message, and all else that it carries, may hold what people wrote. */
export interface Fault {
  readonly name: string;
  readonly code: number | string | null;
}

export const DUPLICATE_KEY = 11_000;
/** The collection's validator said no. */
export const INVALID_DOCUMENT = 121;
export const NAMESPACE_EXISTS = 48;
export const INDEX_NOT_FOUND = 27;
const UNAUTHORIZED = 13;

/** A document would grow past 16 MiB: it will not when its older events have left it. */
const TOO_LARGE: ReadonlySet<unknown> = new Set([10_334, 17_419, 17_420]);

/** What comes out the same however often it is tried. */
const PERMANENT: ReadonlySet<unknown> = new Set([
  2, // BadValue
  9, // FailedToParse
  UNAUTHORIZED,
  14, // TypeMismatch
  18, // AuthenticationFailed
  20, // IllegalOperation
  26, // NamespaceNotFound
  52, // DollarPrefixedFieldName
  59, // CommandNotFound
  66, // ImmutableField
  67, // CannotCreateIndex
  72, // InvalidOptions
  73, // InvalidNamespace
  85, // IndexOptionsConflict
  86, // IndexKeySpecsConflict
  115, // CommandNotSupported
  INVALID_DOCUMENT,
  334, // MechanismUnavailable
  8_000, // AtlasError
  13_297, // DatabaseDifferCase
]);

const codeOf = (error: unknown): number | string | null =>
  error instanceof Error &&
  'code' in error &&
  (typeof error.code === 'number' || typeof error.code === 'string')
    ? error.code
    : null;

export const faultOf = (error: unknown): Fault => ({
  name: error instanceof Error ? error.name : typeof error,
  code: codeOf(error),
});

/** Of a fault: the same for those that are told apart in the log. */
export const kindOf = (error: unknown): string => {
  const { name, code } = faultOf(error);
  return `${name} ${code}`;
};

/** MongoDB's own word for a code, such as `Unauthorized`. */
export const codeNameOf = (error: unknown): string =>
  error instanceof MongoServerError && typeof error.codeName === 'string'
    ? error.codeName
    : faultOf(error).name;

/** The driver lets some of Node's own socket errors through as they are; anything else is a bug. */
export const isMongoFailure = (error: unknown): boolean =>
  error instanceof MongoError ||
  (error instanceof Error && /^E[A-Z]+$/.test(String(codeOf(error) ?? '')));

export const isPermanent = (error: unknown): boolean =>
  error instanceof MongoAPIError || isPermanentCode(codeOf(error));

/** The user whom one logged in as may not do it. */
export const isUnauthorized = (error: unknown): boolean => codeOf(error) === UNAUTHORIZED;

/** Servers answered, but the driver let all of them go: none is of the set that the URI names. */
const isOfAnotherSet = (error: unknown): boolean =>
  error instanceof MongoServerSelectionError && error.reason?.servers.size === 0;

/** As the driver calls a member of a set that has no configuration. */
const GHOST = 'RSGhost';

/** Servers answered, and wait for somebody to make a set of them. */
const isUninitiated = (error: unknown): boolean =>
  error instanceof MongoServerSelectionError &&
  [...(error.reason?.servers.values() ?? [])].some(({ type }) => type === GHOST);

/** Why nobody is there, as far as servers that answered say why; null where none did. */
export const whyNobody = (error: unknown): string | null => {
  if (isUninitiated(error))
    return 'is a replica set that nobody has initiated: rs.initiate() does it, once';
  return isOfAnotherSet(error) ? 'is of another replica set' : null;
};

export const isPermanentCode = (code: unknown): boolean => PERMANENT.has(code);

export const isTooLarge = (code: unknown): boolean => TOO_LARGE.has(code);

const DUPLICATE =
  /^(?:Index build failed: [^{}]* )?E11000 duplicate key error collection: \S+ index: (\S+) dup key/;

/** Which index a duplicate is in; the message alone says so, before anything that a client wrote. */
export const duplicateIndex = (message: string | undefined): string | null =>
  DUPLICATE.exec(message ?? '')?.[1] ?? null;
