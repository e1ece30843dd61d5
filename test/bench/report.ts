import { generatorShare, microseconds, type Ratio, ratioToRelay } from './result.js';
import type { Costs } from './run.js';
import { type Scenario, type Store, STORES } from './scenarios.js';

/** Above this share of a core the generator is what limits, and servers wait for it. */
const GENERATOR_LIMIT = 0.9;

const FIRST = 33;
const NUMBER = 7;
const CELL = 34;

const fixed = (value: number): string => value.toFixed(2);

const compared = ({ median }: Ratio, bar: number): string =>
  median <= bar ? `<= ${bar}` : `>  ${bar}`;

const cell = (runs: readonly Costs[], store: Store, bar: number | undefined): string => {
  const ratio = ratioToRelay(runs, store);
  const spread = ratio.quartiles.map(fixed).join('-');
  const text = `${fixed(ratio.median)} [${spread}]`;
  const cost = microseconds(runs, store).toFixed(1).padStart(NUMBER);
  return `${cost}  ${bar === undefined ? text : `${text} ${compared(ratio, bar)}`}`.padEnd(CELL);
};

export const HEADING = [
  ''.padEnd(FIRST),
  'relay'.padStart(NUMBER),
  ...STORES.map((store) => `${store.padStart(NUMBER)}  to relay [quartiles] bar`.padEnd(CELL)),
  'generator',
].join('');

/** One line: what a message costs each server, and how much more than the relay. */
export const line = ({ name, protocol, bars }: Scenario, runs: readonly Costs[]): string => {
  const share = generatorShare(runs);
  return [
    `${protocol.name}, ${name}`.padEnd(FIRST),
    microseconds(runs, 'relay').toFixed(1).padStart(NUMBER),
    ...STORES.map((store) => cell(runs, store, bars?.[store])),
    `${Math.round(share * 100)} %`,
    share > GENERATOR_LIMIT ? ' THE GENERATOR IS THE LIMIT' : '',
  ].join('');
};
