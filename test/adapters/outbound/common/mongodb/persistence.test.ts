import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { MongoNetworkError } from 'mongodb';
import { persistence } from '../../../../../src/adapters/outbound/common/mongodb/persistence.js';
import { unavailable } from '../../../../../src/domain/failure.js';
import { type LoggedEntry, RecordingLogger } from '../../../../support/recording-logger.js';

const FAULT = { name: 'MongoNetworkError', code: null };

describe('persistence', () => {
  let logger: RecordingLogger;

  beforeEach(() => {
    logger = new RecordingLogger();
  });

  /** Fails so often, and then is done. */
  const failing = (times: number) => {
    let tries = 0;
    return () => {
      tries += 1;
      return tries <= times
        ? Promise.reject(new MongoNetworkError('message 7'))
        : Promise.resolve(tries);
    };
  };

  const expectOneOf = (expected: LoggedEntry, most: number): void => {
    expect(logger.entries[0]).to.deep.equal(expected);
    // As many as the seconds that it took.
    expect(logger.entries.length).to.be.below(most);
  };

  it('tries again, and says so once a second, however many try', async () => {
    const { persist } = persistence(logger, 60_000);
    const all = await Promise.all(Array.from({ length: 20 }, () => persist(failing(3))));
    expect(all).to.deep.equal(Array.from({ length: 20 }, () => right(4)));
    const message = 'MongoDB failed, and is tried again';
    expectOneOf({ level: 'warn', message, fields: { error: FAULT, unlogged: 0 } }, 20);
  });

  it('says once a second that it gave up, beside that', async () => {
    const { once } = persistence(logger, 60_000);
    for (let n = 0; n < 20; n += 1) expect(await once(failing(1))).to.deep.equal(left(unavailable));
    const message = 'MongoDB failed';
    expectOneOf({ level: 'error', message, fields: { error: FAULT, unlogged: 0 } }, 20);
  });
});
