import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import { KEPT_FOR } from '../../../src/adapters/outbound/stores/mongodb/tally-counter.js';
import type { Store } from '../../../src/application/ports/store.js';
import { databasesOf } from '../../services/mongodb/databases.js';
import { sharedServer } from '../../services/mongodb/server.js';
import { admin } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { openStore, placeInFolder, type StorePlace } from '../../support/bound-stores.js';
import { median } from '../statistics.js';
import { conversation, NOW } from './conversations.js';
import { filled } from './filled.js';
import { type Question, QUESTIONS } from './questions.js';

/** What searches and statistics of many conversations cost beside those of few: time for an answer, by the ports. */
const USAGE = `npm run bench:lists -- [options]
  --store sqlite     or mongodb; both where there is a MongoDB
  --few 1000         conversations of the store that is compared with
  --many 100000      those of the other
  --times 300        how often each question is asked
`;

/** How many times as long an answer out of many may take. */
const BAR = 2;

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    few: { type: 'string', default: '1000' },
    many: { type: 'string', default: '100000' },
    times: { type: 'string', default: '300' },
  },
});
const [few = 0, many = 0, times = 0] = [values.few, values.many, values.times].map(Number);
const isWhole = [few, many, times].every((value) => Number.isSafeInteger(value) && value >= 10);
const isKnown = ['sqlite', 'mongodb', undefined].includes(values.store);
if (!isWhole || !isKnown) {
  process.stderr.write(USAGE);
  process.exit(1);
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

interface Sized {
  readonly store: Store;
  readonly count: number;
}

/** Microseconds. */
const timeOf = async ({ ask }: Question, { store, count }: Sized): Promise<number> => {
  const began = performance.now();
  await ask(store, count);
  return (performance.now() - began) * 1_000;
};

const NAME = 34;
const NUMBER = 10;

const microseconds = (value: number): string => value.toFixed(0).padStart(NUMBER);

/** Asks both in turn, so that what else the machine does falls on both alike. */
const compare = async (question: Question, small: Sized, large: Sized): Promise<void> => {
  const ofFew: number[] = [];
  const ofMany: number[] = [];
  for (let time = 0; time < times; time += 1) {
    ofFew.push(await timeOf(question, small));
    ofMany.push(await timeOf(question, large));
  }
  const ratio = median(ofMany) / median(ofFew);
  const bar = ratio <= BAR ? `<= ${BAR}` : `>  ${BAR}`;
  say(
    `${question.name.padEnd(NAME)}${microseconds(median(ofFew))}${microseconds(median(ofMany))}  ${ratio.toFixed(2)} ${bar}`,
  );
};

/** Seconds it took. Closed after it, so that nothing is asked of what so many writes at once leave to be tidied up. */
const fill = async (place: StorePlace, count: number): Promise<number> => {
  const store = await openStore(place);
  const seconds = await filled(store, count);
  await store.close();
  return seconds;
};

/**
 * MongoDB's tallies know by name what they were added in the last two minutes: nowhere else is that as much as all that there is. They
 * forget it when something more is counted.
 */
const untilForgotten = async (places: readonly StorePlace[]): Promise<void> => {
  const stores = await Promise.all(places.map(openStore));
  const count = async (index: number): Promise<void> => {
    for (const { log, queries } of stores) {
      await answer(log.append([conversation(index, many)]));
      await answer(queries.tallies(admin(), 0, NOW));
    }
  };
  await count(many);
  await delay(KEPT_FOR + 1_000);
  await count(many + 1);
  for (const store of stores) await store.close();
};

const compareIn = async (
  title: string,
  place: () => StorePlace,
  rest: (places: readonly StorePlace[]) => Promise<void>,
): Promise<void> => {
  const places = [place(), place()] as const;
  await fill(places[0], few);
  const seconds = await fill(places[1], many);
  await rest(places);
  const [small, large] = [
    { store: await openStore(places[0]), count: few },
    { store: await openStore(places[1]), count: many },
  ];
  say(`\n${title}, ${many} conversations stored in ${seconds.toFixed(0)} s. Microseconds:\n`);
  say(
    `${''.padEnd(NAME)}${String(few).padStart(NUMBER)}${String(many).padStart(NUMBER)}  ratio bar`,
  );
  for (const question of QUESTIONS) await compare(question, small, large);
  for (const { store } of [small, large]) await store.close();
  for (const one of places) await one.remove();
};

if (values.store !== 'mongodb') {
  await compareIn(
    'SQLite',
    () => placeInFolder('sqlite'),
    () => Promise.resolve(),
  );
}
if (values.store !== 'sqlite') {
  const server = await sharedServer();
  if (isLeft(server)) {
    say(`\nNo MongoDB: ${server.left}`);
  } else {
    const databases = databasesOf(server.right);
    await compareIn(
      'MongoDB',
      () => {
        const { uri, drop } = databases.fresh();
        return placeInFolder('mongodb', { environment: { MONGODB_URI: uri }, remove: drop });
      },
      untilForgotten,
    );
    await databases.close();
  }
}
process.exit(0);
