import { memoryRateLimiter } from '../../src/adapters/outbound/limits/memory-rate-limiter.js';
import type { Rates } from '../../src/application/ports/rate-limiter.js';

const NONE: Rates = {
  messages: null,
  statuses: null,
  connections: null,
  codeFailures: null,
  ticketFailures: null,
};

/** Limits whatever is named. */
export const limiterOf = (rates: Partial<Rates> = {}) => memoryRateLimiter({ ...NONE, ...rates });

/** For tests that send and connect as often as they like. */
export const unlimited = limiterOf();

/** The same, as a server's environment. */
export const UNLIMITED = {
  RATE_MESSAGES: 'off',
  RATE_STATUS: 'off',
  RATE_CONNECTIONS: 'off',
} as const;
