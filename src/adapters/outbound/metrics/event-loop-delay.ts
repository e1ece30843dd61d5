import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The intervals between looks, in nanoseconds. */
type Watch = Pick<ReturnType<typeof monitorEventLoopDelay>, 'count' | 'percentile' | 'reset'>;

/** Milliseconds between two looks. */
const RESOLUTION = 10;
/** Milliseconds. */
const WINDOW = 10_000;

export interface EventLoopDelay {
  /** Seconds by which timers were late at most, in so large a part of the looks of the last one or two windows. */
  at(quantile: number): number;
}

const watching = (): Watch => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  return histogram;
};

/** An interval is what was asked for, and the delay. */
const secondsOf = (histogram: Watch, quantile: number): number =>
  histogram.count === 0
    ? 0
    : Math.max(0, histogram.percentile(quantile * 100) / 1e9 - RESOLUTION / 1e3);

/** By two histograms that begin anew in turns, so that it does not depend on who asks, and how often. */
export const eventLoopDelay = (watch: () => Watch = watching): EventLoopDelay => {
  let histograms = [watch(), watch()] as const;
  setInterval(() => {
    const [older, newer] = histograms;
    older.reset();
    histograms = [newer, older];
  }, WINDOW).unref();
  return { at: (quantile) => secondsOf(histograms[0], quantile) };
};
