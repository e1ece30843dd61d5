import { type Metrics, noMetrics } from '../../src/application/ports/metrics.js';

/** What was counted, in order: what it was, and how it was told. */
export type Counted = readonly [what: keyof Metrics | 'gone', ...told: readonly unknown[]];

export interface RecordingMetrics extends Metrics {
  readonly counted: Counted[];
}

/** Metrics that remember all that they are told. */
export const recordingMetrics = (): RecordingMetrics => {
  const counted: Counted[] = [];
  const names = Object.keys(noMetrics) as (keyof Metrics)[];
  const recording = Object.fromEntries(
    names.map((what) => [
      what,
      (...told: readonly unknown[]) => void counted.push([what, ...told]),
    ]),
  ) as unknown as Metrics;
  return {
    ...recording,
    connected: (...told) => {
      counted.push(['connected', ...told]);
      return () => void counted.push(['gone', ...told]);
    },
    counted,
  };
};
