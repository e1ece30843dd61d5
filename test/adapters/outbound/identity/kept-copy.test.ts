import { expect } from 'chai';
import { KeptCopy } from '../../../../src/adapters/outbound/identity/kept-copy.js';
import { FixedClock } from '../../../support/fixed-ports.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('KeptCopy', () => {
  let clock: FixedClock;
  let copy: KeptCopy;
  /** Those that have not ended. */
  let reads: PromiseWithResolvers<undefined>[];
  let count: number;
  let said: string[];

  beforeEach(() => {
    clock = new FixedClock();
    reads = [];
    count = 0;
    said = [];
    copy = new KeptCopy({
      read: () => {
        count += 1;
        const one = Promise.withResolvers<undefined>();
        reads.push(one);
        return one.promise;
      },
      clock,
      failed: (error) => said.push(String(error)),
      recovered: () => said.push('recovered'),
    });
  });

  const succeed = (): void => reads.shift()?.resolve(undefined);
  const fail = (): void => reads.shift()?.reject(new Error('down'));

  const made = async (): Promise<void> => {
    const refreshed = copy.refresh();
    succeed();
    await refreshed;
  };

  const missed = async (): Promise<void> => {
    const refreshed = copy.refresh();
    fail();
    await refreshed;
  };

  it('is of no use before it was made, and who asks waits for it', async () => {
    expect(copy.isUsable).to.equal(false);
    const fresh = copy.keepFresh();
    succeed();
    await fresh;
    expect(copy.isUsable).to.equal(true);
    expect(count).to.equal(1);
  });

  it('is made once for all who ask meanwhile', async () => {
    const all = [copy.keepFresh(), copy.refresh(), copy.keepFresh(), copy.refresh()];
    succeed();
    await Promise.all(all);
    expect(count).to.equal(1);
  });

  it('is left alone for five minutes', async () => {
    await made();
    clock.time += 5 * MINUTE - 1;
    await copy.keepFresh();
    expect(count).to.equal(1);
  });

  it('is made anew after five, while nobody waits', async () => {
    await made();
    clock.time += 5 * MINUTE;
    await copy.keepFresh();
    expect(count).to.equal(2);
    expect(copy.isUsable).to.equal(true);
  });

  it('is waited for after ten', async () => {
    await made();
    clock.time += 10 * MINUTE;
    let isFresh = false;
    const fresh = copy.keepFresh().then(() => {
      isFresh = true;
    });
    await Promise.resolve();
    expect(isFresh).to.equal(false);
    succeed();
    await fresh;
    expect(count).to.equal(2);
  });

  it('counts for an hour while another cannot be made, and nobody waits a second time', async () => {
    await made();
    clock.time += 10 * MINUTE;
    await missed();
    expect(copy.isUsable).to.equal(true);
    clock.time += 49 * MINUTE;
    await copy.keepFresh();
    expect(count, 'under way').to.equal(3);
    expect(copy.isUsable).to.equal(true);
    clock.time += MINUTE - 1;
    expect(copy.isUsable).to.equal(true);
    clock.time += 1;
    expect(copy.isUsable).to.equal(false);
  });

  it('is tried again after half a minute, or five seconds when that failed', async () => {
    await made();
    clock.time += 30 * SECOND - 1;
    await copy.refresh();
    expect(count).to.equal(1);
    clock.time += 1;
    await missed();
    expect(count).to.equal(2);
    clock.time += 5 * SECOND - 1;
    await copy.refresh();
    expect(count).to.equal(2);
    clock.time += 1;
    await made();
    expect(count).to.equal(3);
    clock.time += 5 * SECOND;
    await copy.refresh();
    expect(count).to.equal(3);
  });

  it('counts the pause from the end of a try, however long that took', async () => {
    const refreshed = copy.refresh();
    clock.time += MINUTE;
    fail();
    await refreshed;
    await copy.keepFresh();
    expect(count).to.equal(1);
  });

  it('says each failure, and the end of them', async () => {
    await made();
    expect(copy.isFailing).to.equal(false);
    for (let times = 0; times < 2; times += 1) {
      clock.time += MINUTE;
      await missed();
      expect(copy.isFailing).to.equal(true);
    }
    clock.time += MINUTE;
    await made();
    expect(copy.isFailing).to.equal(false);
    expect(said).to.deep.equal(['Error: down', 'Error: down', 'recovered']);
  });

  it('is not believed from the future, when the clock was set back', async () => {
    await made();
    clock.time -= 24 * 60 * MINUTE;
    expect(copy.isUsable).to.equal(false);
    const fresh = copy.keepFresh();
    succeed();
    await fresh;
    expect(copy.isUsable).to.equal(true);
  });
});
