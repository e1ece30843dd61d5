import type { CodeDigits } from '../../../../application/ports/code-digits.js';
import type { GuestIds } from '../../../../application/ports/guest-ids.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Wording } from '../common/wording.js';

/** What the dialect is made from. */
export interface SupportDialectDeps extends Wording {
  readonly useCases: UseCases;
  readonly guestIds: GuestIds;
  readonly codeDigits: CodeDigits;
}
