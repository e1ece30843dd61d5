/**
 * `switchboard/store`: what the core decides for every store, so that none decides it anew.
 *
 * - `checkAppend` before anything of a batch is stored: what no log takes is a bug, and throws.
 * - `openSlot` is the one place that a state holds, and `ownerKey` whose lists it is in.
 * - `messageName` is the name that an event bears, and `nameKey` a text that is equal for equal names only.
 * - `STATE_VERSION` is stored beside a state; one of another version is made anew with `fold` from its events.
 * - `isListed` is what a list of staff's holds, `listedFrom` when that begins, `byLatestActivity` its order;
 *   `openAssigned` is how many open ones somebody of staff has.
 * - `searchKeys` is what a conversation is found by, and a list's `search` what has to be among it, `MAX_FOUND` the
 *   most that a store has to look at.
 * - `ticketKeys` is what a ticket is found by, and `placeOf` where its number stands among those of its year.
 * - `samplesOf` is what of an append is counted for statistics, by days (`dayOf`).
 * - `TallyBook` counts it for a store that holds everything in memory.
 * - `CodeBook` is the rules of `AuthCodes`, and `ReadBook` those of `ReadMarks`, for a store that does again what it was
 *   told, in its order.
 */
export { checkAppend } from '../check-append.js';
export { CodeBook } from '../code-book.js';
export { ReadBook } from '../read-book.js';
export { TallyBook } from '../tally-book.js';
export { openSlot, ownerKey } from '../../domain/conversation.js';
export { fold, STATE_VERSION } from '../../domain/evolve.js';
export { byLatestActivity, isListed, listedFrom, openAssigned } from '../../domain/listing.js';
export { isFound, MAX_FOUND, searchKeys } from '../../domain/search.js';
export { dayOf, type Sample, samplesOf } from '../../domain/statistics.js';
export { placeOf, ticketKeys } from '../../domain/ticket.js';
export { type MessageName, messageName, nameKey } from '../../domain/message-name.js';
