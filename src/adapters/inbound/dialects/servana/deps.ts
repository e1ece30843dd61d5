import type { Clock } from '../../../../application/ports/clock.js';
import type { CodeDigits } from '../../../../application/ports/code-digits.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { SignInCookies } from '../../gateway/dialect.js';
import type { Wording } from '../common/wording.js';

/** What the dialect is made from. */
export interface ServanaDialectDeps extends Wording {
  readonly useCases: UseCases;
  readonly codeDigits: CodeDigits;
  readonly clock: Clock;
  readonly signInCookies: SignInCookies;
}
