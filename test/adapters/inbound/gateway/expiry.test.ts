import { mock } from 'node:test';
import { expect } from 'chai';
import { Expiry } from '../../../../src/adapters/inbound/gateway/expiry.js';

const DAY = 86_400_000;

describe('Expiry', () => {
  let expired: number;
  /** Milliseconds by which the clock was set ahead. */
  let ahead: number;
  let expiry: Expiry;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    expired = 0;
    ahead = 0;
    expiry = new Expiry(
      () => Date.now() + ahead,
      () => {
        expired += 1;
      },
    );
  });

  afterEach(() => mock.timers.reset());

  it('fires at the deadline, not before, and once', () => {
    expiry.at(Date.now() + 1_000);
    mock.timers.tick(999);
    expect(expired).to.equal(0);
    mock.timers.tick(1);
    expect(expired).to.equal(1);
    mock.timers.tick(10_000);
    expect(expired).to.equal(1);
  });

  it('wakes nobody where there is no deadline', () => {
    let asked = 0;
    const endless = new Expiry(
      () => {
        asked += 1;
        return Date.now();
      },
      () => undefined,
    );
    endless.at(Number.POSITIVE_INFINITY);
    mock.timers.tick(DAY);
    expect(asked).to.equal(0);
    expect(endless.isOver).to.equal(false);
  });

  it('reaches further ahead than a timer does', () => {
    expiry.at(Date.now() + 60 * DAY);
    for (let day = 0; day < 59; day += 1) mock.timers.tick(DAY);
    expect(expired).to.equal(0);
    mock.timers.tick(DAY);
    expect(expired).to.equal(1);
  });

  it('is found out within a minute when the clock was set ahead', () => {
    expiry.at(Date.now() + 10 * DAY);
    mock.timers.tick(1);
    ahead = 10 * DAY;
    mock.timers.tick(59_998);
    expect(expired).to.equal(0);
    mock.timers.tick(1);
    expect(expired).to.equal(1);
  });

  it('can be moved, and dropped', () => {
    expiry.at(Date.now() + 1_000);
    expiry.at(Date.now() + 2_000);
    mock.timers.tick(1_500);
    expect(expired).to.equal(0);
    expiry.clear();
    mock.timers.tick(10_000);
    expect(expired).to.equal(0);
  });
});
