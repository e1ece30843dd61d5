import { expect } from 'chai';
import { RecentlySeen } from '../../../../src/adapters/inbound/gateway/recently-seen.js';

describe('RecentlySeen', () => {
  const HOUR = 3_600_000;
  let time: number;
  let seen: RecentlySeen;

  beforeEach(() => {
    time = 0;
    seen = new RecentlySeen(() => time);
  });

  it('knows who was here within the hour, from when he was new', () => {
    expect([seen.isNew('one'), seen.isNew('other')]).to.deep.equal([true, true]);
    time = HOUR - 1;
    expect(seen.isNew('one')).to.equal(false);
    time = HOUR;
    expect(seen.isNew('one')).to.equal(true);
  });

  it('remembers the newest ten thousand', () => {
    seen.isNew('first');
    seen.isNew('second');
    for (let count = 0; count < 9_999; count += 1) seen.isNew(String(count));
    expect(seen.isNew('second')).to.equal(false);
    expect(seen.isNew('first')).to.equal(true);
  });
});
