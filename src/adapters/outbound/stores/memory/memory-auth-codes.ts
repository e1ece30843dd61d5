import { fromNullable } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { AuthCodes } from '../../../../application/ports/auth-codes.js';
import type { MemoryTables } from './memory-tables.js';

export const memoryAuthCodes = ({ codes }: Pick<MemoryTables, 'codes'>): AuthCodes => ({
  keep: (code, now) => fromIO(() => codes.keep(code, now)),
  redeem: (attempt, now) => fromIO(() => fromNullable(codes.redeem(attempt, now))),
  live: (ids, now) => fromIO(() => codes.live(ids, now)),
});
