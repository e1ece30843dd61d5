import { left } from 'fp-ts/lib/TaskEither.js';
import type { SessionRefresher } from '../../../application/ports/session-refresher.js';

/** Where nobody stays signed in for longer than his token says. */
export const noSessionRefresher: SessionRefresher = {
  renew: () => left({ kind: 'RenewalRefused' }),
};
