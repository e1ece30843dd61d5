import type { Append } from '../../../../application/ports/conversation-log.js';
import { placeOf, ticketKeys } from '../../../../domain/ticket.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';

const DIGITS = 16;

const padded = (part: number): string => String(part).padStart(DIGITS, '0');

/** Where a ticket's number stands, such that a later place is a greater text; empty for a number that has none. */
const placeKey = (number: string): string => {
  const place = placeOf(number);
  const parts = place === null ? [] : [place.year, place.serial];
  return parts.every(Number.isSafeInteger) ? parts.map(padded).join('.') : '';
};

/** A place again, and the text that all places of its year are greater than, and none of the years before. */
export const placeIn = (
  placeKey: string,
): { readonly year: number; readonly serial: number; readonly beginning: string } => {
  const [beginning = '', serial = ''] = placeKey.split('.');
  return { year: Number(beginning), serial: Number(serial), beginning };
};

/** What an append that opens a ticket sets of the conversation's document; nothing where it opens none. */
export const ticketFields = ({
  events,
}: Pick<Append, 'events'>): Pick<Head, 'tickets' | 'ticketPlace'> => {
  const opened = events.find((event) => event.type === 'ticketOpened');
  if (opened === undefined) return {};
  const tickets = ticketKeys(opened).map((key) => keyOf(key));
  return { tickets, ticketPlace: placeKey(opened.number) };
};
