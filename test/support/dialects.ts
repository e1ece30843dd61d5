import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { Admission, Dialect, EventRow } from '../../src/adapters/inbound/gateway/dialect.js';
import { inMemory } from './in-memory.js';
import { groundOf } from './guest-ids.js';

/** A dialect that is `support` but for what is said, and has no guests unless that is said. */
export const dialectLike = (
  name: string,
  { admission = {}, events = [] }: DialectWishes = {},
): Dialect => {
  const support = supportDialect(groundOf(inMemory().cases));
  return {
    ...support,
    name,
    admission: { ...support.admission, guests: false, ...admission },
    events,
  };
};

export interface DialectWishes {
  readonly admission?: Partial<Admission>;
  readonly events?: readonly EventRow[];
}
