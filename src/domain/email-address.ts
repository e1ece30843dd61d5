import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { invalid, type ValidationFailed } from './failure.js';

/** Characters, as SMTP carries them. */
const MAX_ADDRESS = 254;

/** One `@` between two parts in which nothing is blank, controls a device or is drawn as nothing. */
const ADDRESS =
  /^[^@\p{White_Space}\p{Control}\p{Surrogate}\p{Default_Ignorable_Code_Point}]+@[^@\p{White_Space}\p{Control}\p{Surrogate}\p{Default_Ignorable_Code_Point}]+$/u;

export interface EmailAddress {
  /** As it was typed, less the blanks around it. */
  readonly typed: string;
  /** The same for however it is typed: whoever gives it is the same contact. */
  readonly id: string;
}

/** An address is told from others by its letters, whatever their case. */
export const emailAddress = (given: string): Either<ValidationFailed, EmailAddress> => {
  const typed = given.trim();
  if (typed.length > MAX_ADDRESS || !ADDRESS.test(typed)) {
    return left(invalid('email', 'Must be an email address'));
  }
  return right({ typed, id: typed.normalize('NFC').toLowerCase() });
};
