import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { EVENT_LOOP_DELAY } from './definitions.js';
import { eventLoopDelay } from './event-loop-delay.js';

const QUANTILES = [0.5, 0.9, 0.99, 1];

let registry: Registry | null = null;

const made = (): Registry => {
  const one = new Registry();
  collectDefaultMetrics({ register: one });
  const delay = eventLoopDelay();
  const gauge = new Gauge({
    ...EVENT_LOOP_DELAY,
    registers: [one],
    collect: () => {
      for (const quantile of QUANTILES) gauge.set({ quantile }, delay.at(quantile));
    },
  });
  return one;
};

/** What is of the process, whatever runs in it: one for all, since the library never stops watching. */
export const processRegistry = (): Registry => (registry ??= made());
