import fc from 'fast-check';
import { Judge } from './judge.js';
import { alias } from './plain-dialect.js';
import { PEOPLE, type PersonName, type Place, type Step, World } from './world.js';

const PLACES: readonly Place[] = ['cards', 'open'];
const NAMES = Object.keys(PEOPLE) as PersonName[];

const asking = (
  does: 'join' | 'leave' | 'send' | 'note',
  who: readonly PersonName[],
  name: fc.Arbitrary<string | null> = fc.constant(null),
  since: fc.Arbitrary<number | null> = fc.constant(null),
): fc.Arbitrary<Step> =>
  fc.record({
    who: fc.constantFrom(...who),
    does: fc.constant(does),
    in: fc.constantFrom(...PLACES),
    name,
    since,
  });

const arriving = (does: 'deliver' | 'lose' | 'answer'): fc.Arbitrary<Step> =>
  fc.record({ does: fc.constant(does), which: fc.nat(5) });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: asking('join', NAMES, fc.constant(null), fc.option(fc.nat(12))) },
  { weight: 1, arbitrary: asking('leave', NAMES) },
  { weight: 4, arbitrary: asking('send', NAMES, fc.constantFrom(null, null, 'one', 'two')) },
  { weight: 1, arbitrary: asking('note', ['root on B']) },
  { weight: 1, arbitrary: fc.constant<Step>({ does: 'hand over' }) },
  { weight: 4, arbitrary: fc.constant<Step>({ does: 'pause' }) },
  { weight: 4, arbitrary: arriving('deliver') },
  { weight: 1, arbitrary: arriving('lose') },
  { weight: 1, arbitrary: fc.constant<Step>({ does: 'lose all' }) },
  { weight: 2, arbitrary: arriving('answer') },
);

/** Whatever they have been told so far is as promised. */
const judge = async (world: World): Promise<void> => {
  for (const place of PLACES) {
    const events = await world.stored(place);
    const id = world.idOf(place);
    for (const who of NAMES) {
      const { actor, node, dialect } = PEOPLE[who];
      const one = new Judge({
        who: `${who} in ${place}`,
        actor,
        id,
        name: alias(dialect, id),
        events,
      });
      one.hear(world.heardBy(who));
      one.expectUpTo(world.knownTo(node, place));
    }
  }
};

/** What happens until everything comes to rest once more; the bus may have lost any of it. */
const round = fc.array(step, { maxLength: 12, size: 'max' });

const rounds = fc.array(round, { maxLength: 6, size: 'max' });
const slow = fc.array(fc.boolean(), { maxLength: 60, size: 'max' });

const RUNS = 200;

const PLAIN = { name: null, since: null } as const;

describe('two gateways over one log', () => {
  it('tell every follower everything once, in order, and nobody what he may not hear', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, slow, async (all, slowAnswers) => {
        const world = await World.begin(slowAnswers);
        for (const steps of all) {
          for (const one of steps) await world.take(one);
          await world.rest();
          await judge(world);
        }
        // Whoever has missed the last of them learns so by the next.
        await world.take({ who: 'alice on A', does: 'send', in: 'cards', ...PLAIN });
        await world.take({ who: 'alice on B', does: 'send', in: 'open', ...PLAIN });
        await world.rest();
        await judge(world);
      }),
      { numRuns: RUNS },
    );
  });
});
