import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { openSlot } from '../../domain/conversation.js';
import { type Unavailable, unavailable } from '../../domain/failure.js';
import { placeOf } from '../../domain/ticket.js';
import type { Append, AppendOutcome, ConversationLog } from '../ports/conversation-log.js';
import { ahead } from './ahead.js';
import type { ImportJob } from './import-job.js';
import type { ImportRefused } from './transfer-failure.js';

type Stored<A> = Either<Unavailable | ImportRefused, A>;

/** Conversations that are looked for together. */
const AHEAD = 50;

/** Rounds in which nothing goes on, after which others must be changing the conversations without end. */
const PATIENCE = 20;

interface Try {
  readonly job: ImportJob;
  readonly append: Append;
}

type Refusal = Try & { readonly outcome: Exclude<AppendOutcome['kind'], 'appended'> };

/** The next append of each, less those that need a slot which one before them has not left yet. */
const nextOf = (jobs: readonly ImportJob[]): readonly Try[] => {
  const held = new Set<string | null>();
  const tries: Try[] = [];
  for (const job of jobs) {
    const append = job.next();
    const slot = openSlot(append.conversation);
    if (slot === null || !held.has(slot)) tries.push({ job, append });
    held.add(slot).add(job.slot);
  }
  return tries;
};

/**
 * Looks at one that was refused anew: what somebody else has stored meanwhile, such as another import of the
 * same, is compared and passed over. Answers whether it has gone on.
 */
const lookAgain = async (
  log: ConversationLog,
  { job, append, outcome }: Refusal,
): Promise<Stored<boolean>> => {
  const before = job.seq;
  const looked = await job.look(log);
  if (isLeft(looked)) return looked;
  if (job.isDone || job.seq > before) return right(true);
  if (outcome === 'slotTaken') return job.slotRefused(log, openSlot(append.conversation));
  if (outcome === 'repeated') return job.nameRefused(log, append);
  if (outcome === 'ticketTaken') return job.ticketRefused(log, append);
  return outcome === 'unavailable' ? left(unavailable) : right(false);
};

/** Whether any has gone on. */
const storeNext = async (
  log: ConversationLog,
  jobs: readonly ImportJob[],
): Promise<Stored<boolean>> => {
  const tries = nextOf(jobs);
  const outcomes = await log.append(tries.map(({ append }) => append))();
  if (isLeft(outcomes)) return outcomes;
  const refusals: Refusal[] = [];
  for (const [index, one] of tries.entries()) {
    const outcome = outcomes.right[index]?.kind ?? 'unavailable';
    if (outcome === 'appended') one.job.appended(one.append);
    else refusals.push({ ...one, outcome });
  }
  let hasMoved = refusals.length < tries.length;
  for (const refusal of refusals) {
    const again = await lookAgain(log, refusal);
    if (isLeft(again)) return again;
    hasMoved ||= again.right;
  }
  return right(hasMoved);
};

/** By years, the highest place of a ticket that is opened. */
const lastSerials = (jobs: readonly ImportJob[]): ReadonlyMap<number, number> => {
  const last = new Map<number, number>();
  for (const event of jobs.flatMap(({ events }) => events)) {
    if (event.type !== 'ticketOpened') continue;
    const place = placeOf(event.number);
    if (place === null) continue;
    last.set(place.year, Math.max(last.get(place.year) ?? 0, place.serial));
  }
  return last;
};

/** Stores jobs of as many conversations, in rounds of one append for each. */
export const storeJobs = async (
  log: ConversationLog,
  jobs: readonly ImportJob[],
): Promise<Stored<void>> => {
  // Before any is stored: no number of theirs may be given meanwhile.
  for (const [year, serial] of lastSerials(jobs)) {
    const skipped = await log.skipTicketSerials(year, serial)();
    if (isLeft(skipped)) return skipped;
  }
  for await (const looked of ahead(jobs, AHEAD, (job) => job.look(log))) {
    if (isLeft(looked)) return looked;
  }
  let inVain = 0;
  for (;;) {
    const undone = jobs.filter(({ isDone }) => !isDone);
    if (undone.length === 0) return right(undefined);
    const moved = await storeNext(log, undone);
    if (isLeft(moved)) return moved;
    inVain = moved.right ? 0 : inVain + 1;
    if (inVain === PATIENCE) return left(unavailable);
  }
};
