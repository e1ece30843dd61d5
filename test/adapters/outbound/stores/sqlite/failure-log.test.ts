import { expect } from 'chai';
import { failureLog } from '../../../../../src/adapters/outbound/stores/sqlite/failure-log.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';

const failure = (errcode: number): Error => Object.assign(new Error('failed'), { errcode });

describe('failureLog', () => {
  it('has each code once a second, with how many were left out before', () => {
    const logger = new RecordingLogger();
    let time = 0;
    const log = failureLog(logger, () => time);
    const [first, full, other] = [failure(13), failure(13), failure(10)];
    for (const error of [first, full, full]) log(error);
    time = 999;
    for (const error of [full, other]) log(error);
    time = 1_000;
    for (const error of [full, full]) log(error);
    time = 5_000;
    log(full);
    const logged = logger.entries.map(({ fields }) => [fields['error'], fields['unlogged']]);
    expect(logged).to.deep.equal([
      [first, 0],
      [other, 0],
      [full, 3],
      [full, 1],
    ]);
  });
});
