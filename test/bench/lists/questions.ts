import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Store } from '../../../src/application/ports/store.js';
import type { Staff } from '../../../src/domain/actor.js';
import { wantedKeys } from '../../../src/domain/search.js';
import { dayOf } from '../../../src/domain/statistics.js';
import { admin } from '../../support/actors.js';
import { addressAmong, AGENTS, NOW, numberAmong } from './conversations.js';
import { COMMON, RARE } from './words.js';

/** Something that staff ask of a store that holds so many conversations. */
export interface Question {
  readonly name: string;
  ask(store: Store, count: number): Promise<void>;
}

const PAGE = { after: null, skip: 0, limit: 21 } as const;

const answered = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task();
  if (isLeft(result)) throw new Error('the store did not answer');
  return result.right;
};

const search = (name: string, viewer: Staff, typed: (count: number) => string): Question => ({
  name: `search by ${name}`,
  ask: async ({ queries }, count) => {
    const filter = { status: null, type: null, assignee: null, search: wantedKeys(typed(count)) };
    const { items } = await answered(queries.listed(viewer, filter, PAGE, NOW));
    // What is not found is found fast.
    if (items.length === 0 && viewer.kind === 'admin') throw new Error(`nothing by ${name}`);
  },
});

const tallies = (days: number, viewer: Staff): Question => ({
  name: `statistics of ${days} days`,
  ask: async ({ queries }) => {
    const { closed } = await answered(queries.tallies(viewer, dayOf(NOW) - days + 1, NOW));
    if (closed.size === 0) throw new Error(`nothing closed in ${days} days`);
  },
});

const [anAgent] = AGENTS;
if (anAgent === undefined) throw new Error('there are no agents');

const asked = (viewer: Staff): readonly Question[] =>
  [
    search('number', viewer, numberAmong),
    search('address', viewer, addressAmong),
    search('rare word', viewer, () => RARE),
    search('word of half', viewer, () => COMMON),
    tallies(7, viewer),
    tallies(90, viewer),
  ].map(({ name, ask }) => ({ name: `${viewer.kind}, ${name}`, ask }));

export const QUESTIONS: readonly Question[] = [...asked(admin()), ...asked(anAgent)];
