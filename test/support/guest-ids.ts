import { inert } from '../../src/adapters/inbound/dialects/common/inert-text.js';
import { hmacGuestIds } from '../../src/adapters/outbound/identity/hmac-guest-ids.js';
import { systemClock } from '../../src/adapters/outbound/system/system-clock.js';
import type { UseCases } from '../../src/application/use-cases/use-cases.js';
import type { DialectGround } from '../../src/bootstrap/dialects.js';
import { codeDigits } from './code-digits.js';

/** With a key of the tests' own. */
export const guestIds = hmacGuestIds({ key: new Uint8Array(32).fill(7), clock: systemClock });

/** What dialects are made from. */
export const groundOf = (useCases: UseCases): DialectGround => ({
  useCases,
  guestIds,
  codeDigits,
  clock: systemClock,
  publicUrl: () => 'https://chat.test',
  write: inert,
  appKeys: [],
  signInCookies: { access: 'sb-access-token', refresh: 'sb-refresh-token' },
});
