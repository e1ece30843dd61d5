import { expect } from 'chai';
import { failureLog } from '../../../../src/adapters/outbound/common/failure-log.js';
import type { LogFields } from '../../../../src/application/ports/logger.js';

describe('failureLog', () => {
  it('has each kind once a second, with how many were left out before', () => {
    const said: LogFields[] = [];
    let time = 0;
    const log = failureLog(
      (fields) => said.push(fields),
      () => time,
    );
    for (const n of [1, 2, 3]) log(13, { n });
    time = 999;
    log(13, { n: 4 });
    log('other', { n: 5 });
    log(null, { n: 6 });
    time = 1_000;
    for (const n of [7, 8]) log(13, { n });
    time = 5_000;
    log(13, { n: 9 });
    expect(said).to.deep.equal([
      { n: 1, unlogged: 0 },
      { n: 5, unlogged: 0 },
      { n: 6, unlogged: 0 },
      { n: 7, unlogged: 3 },
      { n: 9, unlogged: 1 },
    ]);
  });
});
