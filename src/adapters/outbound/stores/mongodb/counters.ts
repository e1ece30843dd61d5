import type { Collection, Db } from 'mongodb';
import type { Counter, Head } from './documents.js';
import { COLLECTIONS } from './schema.js';
import { placeIn } from './ticket-fields.js';

/** Of the counters, the one that gives conversations their numbers. */
export const CONVERSATION_COUNTER = 'conversation';

/** The one that gives the tickets of a year their places. */
export const ticketCounter = (year: number): string => `ticket:${year}`;

/** Has a counter stand at a value or past it. */
export const raise = async (
  counters: Collection<Counter>,
  counter: string,
  value: number,
): Promise<void> => {
  await counters.updateOne({ _id: counter }, { $max: { value } }, { upsert: true });
};

const raiseLow = async (
  counters: Collection<Counter>,
  counter: string,
  value: number,
): Promise<void> => {
  const found = await counters.findOne({ _id: counter });
  if (found === null || found.value < value) await raise(counters, counter, value);
};

/**
 * Has each counter stand at the highest that is stored or past it, wherever somebody left it, or restored it from an
 * older backup than the conversations: else each new one would be refused its number.
 */
export const raiseCounters = async (db: Db): Promise<void> => {
  const counters = db.collection<Counter>(COLLECTIONS.counters);
  const heads = db.collection<Head>(COLLECTIONS.heads);
  const last = await heads.findOne({}, { sort: { number: -1 }, projection: { _id: 0, number: 1 } });
  await raiseLow(counters, CONVERSATION_COUNTER, last?.number ?? 0);
  // One look for each year, from the latest on.
  for (let earlier = {}; ;) {
    const ticketed = await heads.findOne(
      { ticketPlace: { $gt: '', ...earlier } },
      { sort: { ticketPlace: -1 }, projection: { _id: 0, ticketPlace: 1 }, hint: 'ticketPlaces' },
    );
    if (ticketed?.ticketPlace === undefined) return;
    const { year, serial, beginning } = placeIn(ticketed.ticketPlace);
    await raiseLow(counters, ticketCounter(year), serial);
    earlier = { $lt: beginning };
  }
};
