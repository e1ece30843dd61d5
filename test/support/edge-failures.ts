import type { EdgeFailure } from '../../src/adapters/inbound/gateway/dialect.js';

/** One of each kind. */
export const EDGE_FAILURES: {
  readonly [K in EdgeFailure['kind']]: Extract<EdgeFailure, { readonly kind: K }>;
} = {
  AuthRequired: { kind: 'AuthRequired' },
  StaffOnly: { kind: 'StaffOnly' },
  InvalidToken: { kind: 'InvalidToken' },
  TokenExpired: { kind: 'TokenExpired' },
  UnknownEvent: { kind: 'UnknownEvent', event: 'x' },
  InvalidPayload: { kind: 'InvalidPayload', issues: [] },
  TooLarge: { kind: 'TooLarge' },
  TooManyJoined: { kind: 'TooManyJoined', limit: 1 },
  TooManyAtOnce: { kind: 'TooManyAtOnce' },
  RateLimited: { kind: 'RateLimited', retryAfter: 7 },
  Dismissed: { kind: 'Dismissed' },
  Unavailable: { kind: 'Unavailable' },
  Internal: { kind: 'Internal' },
};
