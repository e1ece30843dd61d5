import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { watchDefects } from '../../../src/bootstrap/cli/watch-defects.js';
import { settled } from '../../support/manual-turn.js';
import { RecordingLogger } from '../../support/recording-logger.js';

describe('what nobody has caught', () => {
  const error = new Error('a defect');
  let logger: RecordingLogger;
  let bare: EventEmitter;
  let flushed: PromiseWithResolvers<void>;
  let ended: readonly number[];

  beforeEach(() => {
    logger = new RecordingLogger();
    bare = new EventEmitter();
    flushed = Promise.withResolvers();
    ended = [];
    watchDefects(bare, { logger, flushLog: () => flushed.promise }, (code) => {
      ended = [...ended, code];
    });
  });

  it('is on record, and ends nothing where it is a rejection', async () => {
    for (const reason of [error, 'no error']) bare.emit('unhandledRejection', reason);
    expect(logger.entries.map(({ level, fields }) => [level, fields])).to.deep.equal([
      ['error', { error }],
      ['error', { error: 'no error' }],
    ]);
    await settled();
    expect(ended).to.deep.equal([]);
  });

  const FLUSHES: Readonly<Record<string, () => void>> = {
    'who reads it has it': () => flushed.resolve(),
    'nobody can have it': () => flushed.reject(new Error('nobody reads')),
  };
  for (const [when, flush] of Object.entries(FLUSHES)) {
    it(`ends the process where it is an exception, once that is on record and ${when}`, async () => {
      bare.emit('uncaughtException', error);
      await settled();
      expect([logger.entries.length, ended]).to.deep.equal([1, []]);
      flush();
      await settled();
      expect(ended).to.deep.equal([1]);
    });
  }
});
