import type { Clock } from '../../../../application/ports/clock.js';
import type { CodeDigits } from '../../../../application/ports/code-digits.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { SignInCookies } from '../../gateway/dialect.js';
import type { PublicUrl } from '../common/attachments.js';

/** What the dialect is made from. */
export interface ServanaDialectDeps {
  readonly useCases: UseCases;
  readonly codeDigits: CodeDigits;
  readonly clock: Clock;
  readonly publicUrl: PublicUrl;
  readonly signInCookies: SignInCookies;
}
