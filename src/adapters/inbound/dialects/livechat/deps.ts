import type { CodeDigits } from '../../../../application/ports/code-digits.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { PublicUrl } from '../common/attachments.js';
import type { AppKeys } from './app-keys.js';

/** What the dialect is made from. */
export interface LivechatDialectDeps {
  readonly useCases: UseCases;
  readonly codeDigits: CodeDigits;
  readonly publicUrl: PublicUrl;
  readonly appKeys: AppKeys;
}
