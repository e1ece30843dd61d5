import type { Samples } from './parse-metrics.js';

/** One look at a server. */
export interface Look {
  /** Milliseconds. */
  readonly at: number;
  readonly samples: Samples;
}

/** How much came between two looks; `null` where there was none before. */
export interface Rates {
  /** Of a counter, over all of its labels, in a second. */
  perSecond(name: string): number | null;
  /** Of a histogram; `null` where nothing came. */
  mean(name: string): number | null;
}

/** A counter that stands lower than before began anew, with its server. */
const risen = (name: string, now: Look, before: Look): number => {
  const [last, first] = [now.samples.sum(name), before.samples.sum(name)];
  return last < first ? last : last - first;
};

export const ratesBetween = (before: Look | null, now: Look): Rates => ({
  perSecond: (name) => {
    const seconds = before === null ? 0 : (now.at - before.at) / 1_000;
    return before === null || seconds <= 0 ? null : risen(name, now, before) / seconds;
  },
  mean: (name) => {
    // At the first look it is of all that there has been.
    const since = before ?? { at: now.at, samples: { ...now.samples, sum: () => 0 } };
    const count = risen(`${name}_count`, now, since);
    return count === 0 ? null : risen(`${name}_sum`, now, since) / count;
  },
});
