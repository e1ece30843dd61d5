import { logOn } from './support/log-on.js';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import { answer } from '../../../../support/answer.js';
import { opening } from '../../../../support/appends.js';
import { expectLeft } from '../../../../support/expect-either.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { gate, withMethod } from './support/gate.js';
import { mongoFixture } from './support/mongo-fixture.js';

/** Milliseconds. */
const PATIENCE = 200;

/** As many bulks as may be under way. */
const BULKS = 3;

describe('a MongoDB that hangs', () => {
  const { node } = mongoFixture();

  it('holds no append up past the patience, and is sent none that has waited so long', async () => {
    const logger = new RecordingLogger();
    const { database } = await node({ patience: PATIENCE, logger });
    const hanging = gate();
    const log = logOn({
      ...database,
      heads: withMethod(database.heads, 'bulkWrite', async (...args) => {
        await hanging.pass();
        return database.heads.bulkWrite(...args);
      }),
    });
    const openings = Array.from({ length: BULKS + 2 }, () => opening());
    const asked = [];
    for (const one of openings) {
      asked.push(log.append([one])());
      await turn();
    }
    for (const one of asked) expectLeft(await one, 'Unavailable');
    expect(logger.entries).to.deep.include({
      level: 'error',
      message: 'MongoDB has not answered in time',
      fields: { unlogged: 0 },
    });

    hanging.open();
    await database.close();
    const later = await node();
    const found = [];
    for (const { conversation } of openings) {
      found.push(isSome(await answer(later.log.load(conversation.id))));
    }
    expect(found).to.deep.equal([true, true, true, false, false]);
  });

  it('holds nobody up past the patience who waits for a number', async () => {
    const { database } = await node({ patience: PATIENCE });
    const hanging = gate();
    const log = logOn({
      ...database,
      counters: withMethod(database.counters, 'findOneAndUpdate', async (): Promise<never> => {
        await hanging.pass();
        throw new Error('nobody waits any more');
      }),
    });
    const first = log.nextNumber()();
    await turn();
    for (const one of [first, log.nextNumber()()]) expectLeft(await one, 'Unavailable');
    hanging.open();
  });
});
