import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import type { Presence } from '../../../src/application/ports/presence.js';
import { watchLevels } from '../../../src/bootstrap/metering/watch-levels.js';
import { DATABASE_FILE, type StoreName, STORES } from '../../../src/bootstrap/stores.js';
import { unavailable } from '../../../src/domain/failure.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { somePresence } from '../../support/presence.js';
import { recordingMetrics } from '../../support/recording-metrics.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { WatchedBudget } from '../../support/watched-budget.js';

type Read = () => number | Promise<number>;

describe('the levels of a server', () => {
  let folder: TemporaryFolder;
  let budget: WatchedBudget;
  let presence: Presence;

  beforeEach(() => {
    folder = temporaryFolder();
    budget = new WatchedBudget(1_000);
    presence = somePresence();
  });
  afterEach(async () => {
    await presence.close();
    folder.remove();
  });

  /** Where each is read, by its name. */
  const levels = (store: StoreName, of = presence): ReadonlyMap<unknown, Read> => {
    const metrics = recordingMetrics();
    watchLevels(metrics, { config: { store, dataDir: folder.path }, budget, presence: of });
    return new Map(metrics.counted.map(([, level, read]) => [level, read as Read]));
  };

  it('are the frames that wait for room, and not those that have it', () => {
    const frames = levels('memory').get('frames');
    const first = budget.takeAll();
    expect(frames?.()).to.equal(0);
    const second = budget.takeAll();
    expect(frames?.()).to.equal(1);
    first();
    expect(frames?.()).to.equal(0);
    second();
  });

  it('are the people, and the rooms that any of them is in', async () => {
    const known = levels('memory');
    const counts = async () => [await known.get('people')?.(), await known.get('rooms')?.()];
    const [alice, bob] = ['customer:alice', 'customer:bob'] as const;
    for (const person of [alice, bob]) presence.arrived(person);
    expect(await counts()).to.deep.equal([2, 0]);
    for (const room of ['one', 'two', 'three']) presence.entered(toConversationId(room), alice);
    expect(await counts()).to.deep.equal([2, 3]);
  });

  it('cannot be read where nobody knows who is there', async () => {
    const known = levels('memory', { ...presence, census: () => left(unavailable) });
    for (const level of ['people', 'rooms']) {
      const read = Promise.resolve(known.get(level)?.());
      expect(await read.catch(String), level).to.equal('Error: presence is unavailable');
    }
  });

  it('are the bytes of the write-ahead log with SQLite, and with no other store', () => {
    const size = levels('sqlite').get('writeAheadLog');
    expect(size?.(), 'before there is one').to.equal(0);
    writeFileSync(join(folder.path, `${DATABASE_FILE}-wal`), 'of some length');
    expect(size?.()).to.equal(14);
    for (const store of STORES.filter((name) => name !== 'sqlite')) {
      expect(levels(store).has('writeAheadLog'), store).to.equal(false);
    }
  });
});
