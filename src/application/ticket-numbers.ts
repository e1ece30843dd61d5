import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { type Unavailable, unavailable } from '../domain/failure.js';
import { type TicketId, toTicketId } from '../domain/ids.js';
import { ticketNumber, yearOf } from '../domain/ticket.js';
import type { Clock } from './ports/clock.js';
import type { ConversationLog } from './ports/conversation-log.js';
import type { IdGenerator } from './ports/id-generator.js';

export interface TicketNumbersDeps {
  readonly log: ConversationLog;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** What ticket numbers begin with: see `TICKET_PREFIX`. */
  readonly ticketPrefix: string;
}

/** What tells a ticket from all others. */
export interface TicketName {
  readonly id: TicketId;
  readonly number: string;
}

/** So often a number is drawn that turns out to be taken: some may have come with an import, or from an older backup. */
const MAX_DRAWS = 20;

const draw = async ({
  log,
  clock,
  ids,
  ticketPrefix,
}: TicketNumbersDeps): Promise<Either<Unavailable, TicketName>> => {
  const year = yearOf(clock.now());
  const serial = await log.nextTicketSerial(year)();
  if (isLeft(serial)) return serial;
  const number = ticketNumber(ticketPrefix, year, serial.right);
  return right({ id: toTicketId(ids.next()), number });
};

/** Has a ticket opened under a number of this year, by the clock; under the next one where that is taken. */
export const withTicketName = async <F extends { readonly kind: string }, A>(
  deps: TicketNumbersDeps,
  open: (name: TicketName) => Promise<Either<F, A>>,
  isTaken: (failure: F) => boolean,
): Promise<Either<F | Unavailable, A>> => {
  for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
    const name = await draw(deps);
    if (isLeft(name)) return name;
    const opened = await open(name.right);
    if (!isLeft(opened) || !isTaken(opened.left)) return opened;
  }
  return left(unavailable);
};
