/**
 * What a store keeps beside its log, and all of it follows from the log: `states` after the last event, `slots` that are
 * held, `lists` and how many are in them, `history` (where a message is found, by its place and its name), `tickets` by their
 * keys, `search`, `statistics`, and `counters` that must have come past what is stored.
 */
export const PROJECTIONS = [
  'states',
  'slots',
  'lists',
  'history',
  'tickets',
  'search',
  'statistics',
  'counters',
] as const;

export type Projection = (typeof PROJECTIONS)[number];

/** How much of each was not what the log says: conversations, or rows where it is not kept by conversations. */
export type Differences = Readonly<Record<Projection, number>>;

/** As told while it goes on: it may throw to end it. */
export type OnRebuilt = (conversations: number, all: number) => void;

/**
 * Makes all of it anew from the log, while nobody else uses the store. The log itself is only read. What is right is left as
 * it is, so that a second time nothing differs; where it was broken off it may be begun again.
 * @throws Error when the store cannot be used, or the log itself is damaged: a conversation is named then
 */
export type Rebuild = (onRebuilt: OnRebuilt) => Promise<Differences>;

/** Counts what differs. */
export class Differing {
  private readonly counted = new Map<Projection, number>();

  add(projection: Projection, count = 1): void {
    this.counted.set(projection, this.of(projection) + count);
  }

  all(): Differences {
    const entries = PROJECTIONS.map((one) => [one, this.of(one)] as const);
    return Object.fromEntries(entries) as Record<Projection, number>;
  }

  private of(projection: Projection): number {
    return this.counted.get(projection) ?? 0;
  }
}
