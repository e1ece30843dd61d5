import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type { Store } from '../../../../../src/application/ports/store.js';
import type { ConversationId } from '../../../../../src/domain/ids.js';
import { uriOf } from '../../../../services/mongodb/databases.js';
import { needsReplicaSets } from '../../../../services/mongodb/needs-mongodb.js';
import type { ReplicaSet } from '../../../../services/mongodb/replica-set.js';
import { answer } from '../../../../support/answer.js';
import { opening } from '../../../../support/appends.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { faultsIn } from './support/lost.js';
import { type Writers, writersOf } from './support/writers.js';

const CONVERSATIONS = 12;
const PROCESSES = 2;
/** What is stored between two deeds. */
const SOME = 80;
/** Milliseconds, at least. */
const FROZEN = 8_000;

type Deed = () => Promise<void>;

const times = (count: number, deeds: readonly Deed[]): readonly Deed[] =>
  Array.from({ length: count }, () => deeds).flat();

describe('a MongoDB under load', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let store: Store;
  let writers: Writers;
  let ids: readonly ConversationId[];

  const begin = async (database: string): Promise<void> => {
    const uri = uriOf(set.uri, database);
    store = await mongoStore({ uri, logger: silentLogger });
    const openings = Array.from({ length: CONVERSATIONS }, () => opening());
    await answer(store.log.append(openings));
    // What the processes open is numbered after these.
    for (const _ of openings) await answer(store.log.nextNumber());
    ids = openings.map(({ conversation }) => conversation.id);
    writers = writersOf(uri, ids, PROCESSES);
  };

  afterEach(async () => {
    writers.kill();
    await store.close();
  });

  /** Each of these in turn, between them some work; then all that was told is looked for. */
  const comeThrough = async (deeds: readonly Deed[]): Promise<void> => {
    for (const deed of deeds) {
      await writers.stored(SOME);
      await deed();
    }
    await writers.stored(SOME);
    await writers.stop();
    expect(await faultsIn(store, writers.told, ids)).to.deep.equal([]);
  };

  const killWriter: Deed = () => writers.killOne();

  describe('on one member', () => {
    before(async () => {
      set = await start(1);
    });
    after(() => set.stop());

    it('comes through 32 kills of that member and of those who write', async function () {
      this.timeout(180_000);
      await begin('kills');
      const killMember: Deed = async () => {
        const member = await set.primary();
        await member.kill();
        await member.restart();
      };
      await comeThrough(times(16, [killMember, killWriter]));
    });
  });

  describe('on three members', () => {
    before(async () => {
      set = await start(3);
    });
    after(() => set.stop());

    it('comes through 8 kills of the primary and of those who write', async function () {
      this.timeout(180_000);
      await begin('kills');
      const killPrimary: Deed = async () => {
        const member = await set.primary();
        await member.kill();
        // Gone for good, as far as the two can know that are left.
        await writers.stored(SOME);
        await member.restart();
        await set.settled();
      };
      await comeThrough(times(4, [killPrimary, killWriter]));
    });

    it('goes on while the primary is frozen, and comes through', async function () {
      this.timeout(120_000);
      await begin('frozen');
      const freezePrimary: Deed = async () => {
        const member = await set.primary();
        await member.freeze();
        const frozen = delay(FROZEN);
        // What the two store that are left; it goes on being frozen until then.
        await writers.stored(SOME);
        await frozen;
        await member.thaw();
      };
      await comeThrough([freezePrimary]);
    });
  });
});
