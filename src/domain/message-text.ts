import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';
import { invalid, type ValidationFailed } from './failure.js';

/** What everybody but its addressee sees of an auth code. */
export const HIDDEN_CODE = '••••••';

/** In characters as a person counts them (code points). */
export const MAX_TEXT = 5_000;
export const MAX_LINE = 200;

// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// eslint-disable-next-line no-control-regex -- as above, and a line has no tab or newline either
const CONTROL_IN_LINE = /[\u0000-\u001f\u007f-\u009f]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Neither space, nor ignored where text is shown, nor half a character, nor a sign that is drawn as nothing. */
const VISIBLE =
  /[^\p{White_Space}\p{Control}\p{Surrogate}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{1d159}]/u;

const clean = (typed: string, control: RegExp): string => {
  const printable = typed.replace(control, '');
  return printable.isWellFormed() ? printable : printable.replace(LONE_SURROGATE, '');
};

/** Whether a person sees nothing of it, wherever it is shown. */
export const showsNothing = (text: string): boolean => !VISIBLE.test(text);

/** Counts code points, and only where the cheaper count does not settle it. */
const isLongerThan = (text: string, max: number): boolean => {
  if (text.length <= max) return false;
  let count = 0;
  for (const _ of text) if (++count > max) return true;
  return false;
};

/**
 * A message's text as it is stored and passed on: as typed, less control characters (tab and newline
 * stay) and lone surrogates; what is left must show something, unless files come with it, and be no longer than {@link MAX_TEXT}.
 */
export const messageText = (
  typed: string,
  field = 'message',
  comesWithFiles = false,
): Either<ValidationFailed, string> => {
  const text = clean(typed, CONTROL);
  if (showsNothing(text))
    return comesWithFiles ? right('') : left(invalid(field, 'Must not be empty'));
  if (isLongerThan(text, MAX_TEXT)) {
    return left(invalid(field, `Must be at most ${MAX_TEXT} characters`));
  }
  return right(text);
};

/** Free text that may be missing or empty, such as feedback: cleaned and bounded as a message's is. */
export const optionalText = (
  typed: string | null,
  field: string,
): Either<ValidationFailed, string | null> => {
  const text = clean(typed ?? '', CONTROL);
  if (isLongerThan(text, MAX_TEXT)) {
    return left(invalid(field, `Must be at most ${MAX_TEXT} characters`));
  }
  return right(showsNothing(text) ? null : text);
};

/** One line of at most {@link MAX_LINE} characters, such as a subject; `null` when nothing is left of it. */
export const optionalLine = (
  typed: string | null,
  field: string,
): Either<ValidationFailed, string | null> => {
  const line = clean(typed ?? '', CONTROL_IN_LINE);
  if (isLongerThan(line, MAX_LINE)) {
    return left(invalid(field, `Must be at most ${MAX_LINE} characters`));
  }
  return right(showsNothing(line) ? null : line);
};

export const subjectLine = (typed: string | null): Either<ValidationFailed, string | null> =>
  optionalLine(typed, 'subject');

/** Of whatever length, such as a name in a token: cleaned, and cut where a subject would be refused. */
export const shortLine = (claimed: string): string | null => {
  const line = clean(claimed, CONTROL_IN_LINE).trim();
  const cut = isLongerThan(line, MAX_LINE) ? Array.from(line).slice(0, MAX_LINE).join('') : line;
  return showsNothing(cut) ? null : cut;
};

/** The first part of a text, for lists. */
export const preview = (text: string, max = 100): string =>
  isLongerThan(text, max) ? Array.from(text).slice(0, max).join('') : text;
