import type { Cost, Costs } from './run.js';
import { type Name, NAMES, type Store } from './scenarios.js';
import { median, quantile, sum } from './statistics.js';

/** The median of all runs, and the quartiles of all turns. */
export interface Ratio {
  readonly median: number;
  readonly quartiles: readonly [low: number, high: number];
}

/** Microseconds of CPU for a message. */
const each = (costs: readonly Cost[]): number =>
  sum(costs.map(({ cpu }) => cpu)) / sum(costs.map(({ messages }) => messages));

export const microseconds = (runs: readonly Costs[], name: Name): number =>
  median(runs.map((costs) => each(costs[name])));

/** To what the relay paid in the same run, and in the same turn. */
export const ratioToRelay = (runs: readonly Costs[], store: Store): Ratio => {
  const turns = runs.flatMap(({ relay, [store]: costs }) =>
    costs.map((cost, turn) => each([cost]) / each(relay.slice(turn, turn + 1))),
  );
  return {
    median: median(runs.map(({ relay, [store]: costs }) => each(costs) / each(relay))),
    quartiles: [quantile(turns, 0.25), quantile(turns, 0.75)],
  };
};

/** The generator's share of a core, with the server that kept it busiest. */
export const generatorShare = (runs: readonly Costs[]): number =>
  Math.max(
    ...NAMES.map((name) =>
      median(runs.flatMap((costs) => costs[name].map(({ generator }) => generator))),
    ),
  );
