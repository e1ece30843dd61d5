import type { Conversation } from './conversation.js';
import type { ConversationEvent } from './conversation-event.js';
import type { Instant } from './ids.js';
import type { Status } from './vocabulary.js';

const DAY = 86_400_000;

/** Days since the Unix epoch, by UTC. */
export const dayOf = (at: Instant): number => Math.floor(at / DAY);

/** Statistics keep no duration but how many of about that length there were, so that no conversation is looked at again. */
export type Spread = ReadonlyMap<number, number>;

const SECONDS = 60;
const STEP = 1.05;

/** Up to a minute each second by itself, and beyond it what differs by less than a twentieth together. */
export const bucketOf = (milliseconds: number): number => {
  const seconds = Math.max(0, milliseconds / 1_000);
  return seconds < SECONDS
    ? Math.floor(seconds)
    : SECONDS + Math.floor(Math.log(seconds / SECONDS) / Math.log(STEP));
};

/** The middle of what a bucket holds, in whole seconds. */
const secondsIn = (bucket: number): number =>
  bucket < SECONDS ? bucket : Math.round(SECONDS * STEP ** (bucket - SECONDS + 0.5));

/** In seconds, as near as buckets tell: so many of all are no longer than this; `null` where there are none. */
export const quantile = (spread: Spread, share: number): number | null => {
  const buckets = [...spread].sort(([one], [other]) => one - other);
  const count = buckets.reduce((sum, [, total]) => sum + total, 0);
  let left = Math.max(1, Math.ceil(count * share));
  for (const [bucket, total] of buckets) {
    left -= total;
    if (left <= 0) return secondsIn(bucket);
  }
  return null;
};

/** What happens once in a conversation's life, and is counted then. */
export interface Sample {
  readonly kind: 'answered' | 'closed' | 'rated';
  readonly day: number;
  readonly departmentId: string | null;
  /** Whose the conversation was then. */
  readonly assigneeId: string | null;
  /** The bucket of how long it took; of a rating, its stars. */
  readonly value: number;
}

/** What is to be counted of events that a conversation has just been given. */
export const samplesOf = (
  events: readonly ConversationEvent[],
  { departmentId, assignee, firstAnswer, createdAt }: Conversation,
): readonly Sample[] => {
  const sample = (kind: Sample['kind'], at: Instant, value: number): readonly Sample[] => [
    { kind, day: dayOf(at), departmentId, assigneeId: assignee?.id ?? null, value },
  ];
  return events.flatMap((event) => {
    switch (event.type) {
      case 'messagePosted':
        return firstAnswer?.seq === event.seq && firstAnswer.waited !== null
          ? sample('answered', event.at, bucketOf(firstAnswer.waited))
          : [];
      case 'closed':
        return sample('closed', event.at, bucketOf(event.at - createdAt));
      case 'rated':
        return sample('rated', event.at, event.stars);
      case 'opened':
      case 'noteAdded':
      case 'claimed':
      case 'handedOver':
      case 'ticketOpened':
      case 'ticketUpdated':
      case 'adopted':
      case 'aliased':
        return [];
    }
  });
};

/** What one of staff has had to do; under `null`, what was nobody's. */
export interface Doings {
  /** Now, and assigned to him. */
  readonly open: number;
  readonly closed: number;
  readonly ratings: number;
  /** Of all ratings together. */
  readonly stars: number;
}

/** How many there are. Durations are those of the departments of who asks, and of none. */
export interface Tallies {
  readonly open: Readonly<Record<Exclude<Status, 'closed'>, number>>;
  /** Of the open ones, those that are nobody's. */
  readonly unassigned: number;
  readonly answered: Spread;
  readonly closed: Spread;
  readonly byAssignee: ReadonlyMap<string | null, Doings>;
}
