import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { invalid, type ValidationFailed } from './failure.js';
import type { Instant, TicketId } from './ids.js';
import { optionalText, subjectLine } from './message-text.js';

export const TICKET_STATUSES = ['open', 'in_progress', 'resolved', 'closed'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

/** A formal record on a conversation, which has one at most. */
export interface Ticket {
  readonly id: TicketId;
  /** `<PREFIX>-<year>-<six digits>`, and more digits past the last of six: unique in the store. */
  readonly number: string;
  readonly subject: string;
  readonly description: string | null;
  /** See {@link isSupportType}. */
  readonly supportType: string;
  readonly status: TicketStatus;
  readonly priority: TicketPriority;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What somebody says of a ticket that he opens. */
export interface TicketContent {
  readonly subject: string;
  readonly description: string | null;
  readonly supportType: string;
  readonly priority: TicketPriority;
}

/** Of a ticket whose opener says nothing of it (design, section 6). */
export const DEFAULT_SUPPORT_TYPE = 'GENERAL';
export const DEFAULT_TICKET_PRIORITY: TicketPriority = 'medium';

export const SUPPORT_TYPE = /^[A-Z][A-Z_]{1,63}$/;

/** Whether it says what a ticket is about in the way of design, section 6, such as `TRANSACTION_ISSUE`. */
export const isSupportType = (text: string): boolean => SUPPORT_TYPE.test(text);

/** The content as it is stored: its subject is one line that shows something, its description a text or nothing. */
export const ticketContent = (typed: TicketContent): Either<ValidationFailed, TicketContent> => {
  const subject = subjectLine(typed.subject);
  if (isLeft(subject)) return subject;
  if (subject.right === null) return left(invalid('subject', 'Must not be empty'));
  const description = optionalText(typed.description, 'description');
  if (isLeft(description)) return description;
  if (!isSupportType(typed.supportType)) {
    return left(invalid('supportType', `Must match ${SUPPORT_TYPE.source}`));
  }
  return right({ ...typed, subject: subject.right, description: description.right });
};

/** What numbers begin with. */
export const TICKET_PREFIX = /^[A-Z][A-Z0-9]{0,9}$/;
export const DEFAULT_TICKET_PREFIX = 'SMI';

const DIGITS = 6;

/** The year in which numbers count, by UTC. */
// eslint-disable-next-line no-restricted-globals -- a calendar, and no clock: it is given the time
export const yearOf = (at: Instant): number => new Date(at).getUTCFullYear();

export const ticketNumber = (prefix: string, year: number, serial: number): string =>
  `${prefix}-${year}-${String(serial).padStart(DIGITS, '0')}`;

/** A serial of more digits could not be counted on from. */
export const TICKET_NUMBER = /^[A-Z][A-Z0-9]*-(\d{4})-(\d{6,15})$/;

/** Where a number stands among those of its year; `null` for what is none. */
export const placeOf = (
  number: string,
): { readonly year: number; readonly serial: number } | null => {
  const [, year, serial] = TICKET_NUMBER.exec(number) ?? [];
  return year === undefined ? null : { year: Number(year), serial: Number(serial) };
};

/** What a ticket is found by: each is one ticket's alone, and no number is another's id. */
export const ticketKeys = ({ id, number }: Pick<Ticket, 'id' | 'number'>): readonly string[] => [
  number,
  id,
];
