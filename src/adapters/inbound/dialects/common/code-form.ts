import type { CodeDigits } from '../../../../application/ports/code-digits.js';
import type { CodeMessage } from '../../../../domain/conversation-event.js';
import { HIDDEN_CODE } from '../../../../domain/message-text.js';

/** How a code is written for somebody. */
export type CodeForm = (message: CodeMessage) => string;

/** For whoever is not its addressee, and for everybody when it is live no longer. */
export const hiddenCode: CodeForm = () => HIDDEN_CODE;

/** For its addressee. */
export const shownCode =
  (codeDigits: CodeDigits): CodeForm =>
  ({ codeId }) =>
    codeDigits.digitsOf(codeId);

/** For who is shown the digits of these codes alone. */
export const ownCodesShown =
  (codeDigits: CodeDigits, ownCodes: ReadonlySet<string>): CodeForm =>
  (message) =>
    (ownCodes.has(message.codeId) ? shownCode(codeDigits) : hiddenCode)(message);
