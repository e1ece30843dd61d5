import type { Append } from '../../../src/application/ports/conversation-log.js';
import { type Agent, noProfile } from '../../../src/domain/actor.js';
import type { Instant } from '../../../src/domain/ids.js';
import { ticketNumber } from '../../../src/domain/ticket.js';
import {
  claiming,
  closing,
  message,
  opening,
  rating,
  START,
  ticketing,
  together,
} from '../../support/appends.js';
import { drawn, ownerOf, RARE_COUNT, subjectOf } from './words.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Days over which all was opened, the last of which is today. */
const DAYS = 30;

/** What is listed and counted is asked for now. */
export const NOW: Instant = START;

const DEPARTMENTS = ['billing', 'cards', 'loans', 'transfers'] as const;

const department = (n: number): string => DEPARTMENTS[n % DEPARTMENTS.length] ?? '';

/** Each of two departments. */
export const AGENTS: readonly Agent[] = Array.from({ length: 12 }, (_, n) => ({
  kind: 'agent',
  id: `agent-${n}`,
  profile: { ...noProfile, name: `Agent ${n}` },
  departments: [department(n), department(n + 1)],
}));

const agentOf = (departmentId: string, n: number): Agent => {
  const own = AGENTS.filter(({ departments }) => departments.includes(departmentId));
  const chosen = own[drawn(n, 10, own.length)];
  if (chosen === undefined) throw new Error(`nobody is of ${departmentId}`);
  return chosen;
};

const hasTicket = (n: number): boolean => n % 3 === 0;

/** A ticket's number that is there in the middle of so many. */
export const numberAmong = (count: number): string => {
  const middle = Math.floor(count / 2);
  return ticketNumber('SMI', 2025, middle - (middle % 3));
};

/** An address that is there in the middle of so many. */
export const addressAmong = (count: number): string =>
  ownerOf(Math.floor(count / 2)).profile.email ?? '';

/** All that has come of one of so many conversations: 2 in 100 are open, a third has a ticket, and some are rated. */
export const conversation = (n: number, count: number): Append => {
  const from = NOW - DAYS * DAY + Math.floor((n / count) * (DAYS - 1) * DAY);
  const after = (minutes: number): Instant => from + minutes * MINUTE;
  const departmentId = department(drawn(n, 11, DEPARTMENTS.length));
  const isRare = n % Math.floor(count / RARE_COUNT) === 0;
  const first = opening({
    owner: ownerOf(n),
    subject: subjectOf(n, isRare),
    departmentId,
    name: `first-${n}`,
    text: 'It did not work today. What can I do?',
    at: from,
  });
  const rest: Append[] = [];
  const last = (): Append['conversation'] => (rest.at(-1) ?? first).conversation;
  const isOpen = n % 50 === 49;
  if (isOpen && drawn(n, 12, 2) === 0) return first;
  const agent = agentOf(departmentId, n);
  const answered = after(1 + drawn(n, 13, 60));
  rest.push(claiming(last(), agent, answered));
  if (hasTicket(n)) {
    const own = { number: ticketNumber('SMI', 2025, n), subject: subjectOf(n, false) };
    rest.push(ticketing(last(), own, agent, answered));
  }
  rest.push(message(last(), { by: agent, text: 'I am looking into it.', at: answered }));
  if (isOpen) return together(first, ...rest);
  const closed = answered + (1 + drawn(n, 14, 600)) * MINUTE;
  rest.push(closing(last(), null, closed));
  if (drawn(n, 15, 3) === 0) rest.push(rating(last(), null, closed + MINUTE));
  return together(first, ...rest);
};
