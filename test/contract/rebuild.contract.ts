import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import { PROJECTIONS, type Projection, type Rebuild } from '../../src/application/ports/rebuild.js';
import { LOG_START } from '../../src/application/ports/log-feed.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey, type Staff } from '../../src/domain/actor.js';
import type { ListFilter } from '../../src/domain/listing.js';
import { answer } from '../support/answer.js';
import { admin, agent, customer } from '../support/actors.js';
import { message, opening, START } from '../support/appends.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { placeOf } from '../../src/domain/ticket.js';
import { fillWithSamples } from '../support/stored-samples.js';
import { exported } from '../support/transfers.js';

/** A store that can be opened and closed again and again, and spoilt by hand in between. */
export interface RebuildUnderTest {
  /** What has been opened is closed before the next of these is called. */
  open(): Promise<Store>;
  readonly rebuild: Rebuild;
  /** Spoils what is kept of a projection beside the log, as much of it as there is. */
  spoil(projection: Projection): Promise<void>;
}

const ALL: ListFilter = { status: null, type: null, assignee: null, search: null };
const FIRST = { page: 1, limit: 100 };
const LATER = START + 1_000_000_000;
const EVERYBODY: readonly Staff[] = [admin('root'), agent('sarah', ['billing']), agent('ä')];
const NONE = Object.fromEntries(PROJECTIONS.map((one) => [one, 0]));

/** Events of a conversation that is so long that stores lay it out otherwise. */
const LONG = 100;

const fillWithLong = async ({ log }: Store): Promise<void> => {
  let last = opening({ owner: customer('carol'), name: 'long' });
  await answer(log.append([last]));
  await answer(log.skipNumbers(last.conversation.number));
  while (last.conversation.lastSeq < LONG) {
    last = message(last.conversation, { name: `m${last.conversation.lastSeq}` });
    await answer(log.append([last]));
  }
};

/** As where nodes have drawn the numbers, which samples bring along. */
const fill = async (store: Store): Promise<void> => {
  for (const event of await fillWithSamples(store)) {
    if (event.type === 'opened') await answer(store.log.skipNumbers(event.number));
    const place = event.type === 'ticketOpened' ? placeOf(event.number) : null;
    if (place !== null) await answer(store.log.skipTicketSerials(place.year, place.serial));
  }
  await fillWithLong(store);
};

/** All that can be asked of a store that follows from its log. */
const answersOf = async (store: Store): Promise<unknown> => {
  const { log, queries, feed } = store;
  const entries = await answer(feed.after(LOG_START, 1_000));
  const ids = [...new Set(entries.map(({ conversationId }) => conversationId))];
  const lists = (viewer: Staff, filter: ListFilter) =>
    answer(queries.listed(viewer, filter, { after: null, skip: 0, limit: 100 }, LATER));
  const states = [];
  for (const id of ids) {
    states.push(await answer(log.load(id)), await answer(queries.messages(id, 1, 100)));
  }
  const found = [];
  for (const viewer of EVERYBODY) {
    found.push(
      await lists(viewer, ALL),
      await lists(viewer, { ...ALL, assignee: 'nobody' }),
      await lists(viewer, { ...ALL, search: ['alic'] }),
      await lists(viewer, { ...ALL, status: 'closed' }),
      await answer(queries.tallies(viewer, 0, LATER)),
    );
  }
  const owner = personKey(customer('alice'));
  return {
    export: await exported(store),
    states,
    found,
    tickets: await answer(log.loadByTicket('SMI-2025-1000000')),
    open: await answer(queries.openAssigned(['sarah', 'tom'])),
    owned: await answer(queries.owned(owner, FIRST)),
    ownedTickets: await answer(queries.ownedTickets(owner, FIRST)),
  };
};

/** That what is kept beside the log can be made anew from it. `setup` gives a place where nothing is stored. */
export const describeRebuildContract = (options: ContractOptions<RebuildUnderTest>): void => {
  describe(`Rebuild: ${options.name}`, () => {
    const subject = eachTime(options);

    const inStore = async <A>(work: (store: Store) => Promise<A>): Promise<A> => {
      const store = await subject().open();
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    };

    const rebuilt = () => subject().rebuild(() => undefined);

    const answers = () => inStore(answersOf);

    it('changes nothing where all is as the log says', async () => {
      await inStore(fill);
      const before = await answers();
      expect(await rebuilt()).to.deep.equal(NONE);
      expect(await answers()).to.deep.equal(before);
    });

    it('has nothing to do where nothing is stored', async () => {
      await inStore(() => Promise.resolve());
      expect(await rebuilt()).to.deep.equal(NONE);
    });

    for (const projection of PROJECTIONS) {
      it(`makes ${projection} what the log says, tells how much differed, and finds nothing the next time`, async () => {
        await inStore(fill);
        const before = await answers();
        await subject().spoil(projection);
        const differed = await rebuilt();
        expect(differed[projection], JSON.stringify(differed)).to.be.greaterThan(0);
        expect(await answers()).to.deep.equal(before);
        expect(await rebuilt()).to.deep.equal(NONE);
      });
    }

    it('gives no number again that is stored', async () => {
      await inStore(fill);
      await subject().spoil('counters');
      await rebuilt();
      await inStore(async ({ log }) => {
        const number = await answer(log.nextNumber());
        expect(isSome(await answer(log.loadByNumber(number - 1)))).to.equal(true);
        expect(isSome(await answer(log.loadByNumber(number)))).to.equal(false);
        expect(await answer(log.nextTicketSerial(2025))).to.equal(1_000_001);
      });
    });

    it('makes everything anew at once, and may be begun again where it was broken off', async () => {
      await inStore(fill);
      const before = await answers();
      for (const projection of PROJECTIONS) await subject().spoil(projection);
      const stopped = subject().rebuild(() => {
        throw new Error('enough');
      });
      expect(await stopped.catch(String)).to.equal('Error: enough');
      const told: (readonly [number, number])[] = [];
      await subject().rebuild((conversations, all) => told.push([conversations, all]));
      const [done, all] = told.at(-1) ?? [];
      expect(done).to.equal(all);
      expect(done).to.be.greaterThan(0);
      expect(await answers()).to.deep.equal(before);
      expect(await rebuilt()).to.deep.equal(NONE);
    });
  });
};
