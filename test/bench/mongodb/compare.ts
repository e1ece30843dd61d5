import { isLeft } from 'fp-ts/lib/Either.js';
import { databasesOf } from '../../services/mongodb/databases.js';
import { sharedServer } from '../../services/mongodb/server.js';
import { CONVERSATIONS } from '../scenarios.js';
import { median } from '../statistics.js';
import { storeAppender } from './appender.js';
import { bareLoop } from './bare-loop.js';
import { throughput } from './throughput.js';

/** How many times the bare loop's throughput the store is meant to have. */
const BAR = 3;

const ROWS = [
  { name: 'MongoDB, 200 in flight', named: false },
  { name: 'MongoDB, 200 in flight, named', named: true },
] as const;

const WAYS = { bare: bareLoop, store: storeAppender } as const;

type Rates = Readonly<Record<keyof typeof WAYS, readonly number[]>>;

const whole = (value: number): string => value.toFixed(0).padStart(8);

const line = (name: string, { bare, store }: Rates): string => {
  const ratio = median(store.map((rate, run) => rate / (bare[run] ?? Number.NaN)));
  const bar = ratio >= BAR ? `>= ${BAR}` : `<  ${BAR}`;
  return `${name.padEnd(30)}${whole(median(bare))} ${whole(median(store))}  ${ratio.toFixed(2)} ${bar}`;
};

/** Whether there is a row with this in its name. */
export const hasRow = (only: string): boolean => ROWS.some(({ name }) => name.includes(only));

/**
 * Messages a second that one process stores in MongoDB, by the store and by a bare loop on the same server, in
 * turn, each in a database of its own.
 */
export const compareOnMongodb = async (
  only: string,
  runs: number,
  say: (text: string) => void,
): Promise<void> => {
  const server = await sharedServer();
  if (isLeft(server)) {
    say(`\nNo MongoDB row: ${server.left}`);
    return;
  }
  const databases = databasesOf(server.right);
  const rateOf = async (way: keyof typeof WAYS, named: boolean): Promise<number> => {
    const database = databases.fresh();
    const appender = await WAYS[way](database.uri);
    const rate = await throughput(appender, { conversations: CONVERSATIONS, named });
    await appender.close();
    await database.drop();
    return rate;
  };
  say('\nMessages a second stored by one process, each in the journals of a majority:\n');
  say(`${''.padEnd(30)}    bare    store  ratio bar`);
  for (const { name, named } of ROWS.filter((row) => row.name.includes(only))) {
    const rates = { bare: [] as number[], store: [] as number[] };
    for (let run = 0; run < runs; run += 1) {
      rates.bare.push(await rateOf('bare', named));
      rates.store.push(await rateOf('store', named));
    }
    say(line(name, rates));
  }
  await databases.close();
};
