import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { Instant } from '../../domain/ids.js';

/** Milliseconds for which a code is valid. */
export const CODE_TIME = 15 * 60 * 1_000;

/** So many wrong tries for a target end its code. */
export const MAX_TRIES = 5;

/** A code as it is kept: nothing of it tells its digits to who has not the key. */
export interface NewCode {
  readonly id: string;
  /** Made from its digits (`CodeDigits`): what it is found by. */
  readonly key: string;
  /** Whose it is; `null` for one that is for whoever is given it. */
  readonly target: PersonKey | null;
  /** Whether only a try that names its target redeems it; else one that names nobody does as well. */
  readonly isBound: boolean;
  readonly deviceInfo: string | null;
}

export interface CodeTry {
  /** Made from the digits that were tried. */
  readonly key: string;
  /** Whom the try names. */
  readonly by: PersonKey | null;
}

/** A code that was used just now. */
export type RedeemedCode = Omit<NewCode, 'key'>;

/**
 * Codes that can be redeemed, over restarts and from any node. One is live for `CODE_TIME` from when it was kept, until
 * it is redeemed, another is kept for its target, or `MAX_TRIES` wrong ones were tried for that.
 */
export interface AuthCodes {
  /** Keeps it in place of its target's older one; `taken` where a live code has its digits, and nothing changes. */
  keep(code: NewCode, now: Instant): TaskEither<Unavailable, 'kept' | 'taken'>;

  /**
   * One step, however many come at once: redeems the live code of these digits that the try may have, or counts as
   * wrong for whom it names.
   */
  redeem(attempt: CodeTry, now: Instant): TaskEither<Unavailable, Option<RedeemedCode>>;

  /** Those of these ids whose codes are live. */
  live(ids: readonly string[], now: Instant): TaskEither<Unavailable, ReadonlySet<string>>;
}
