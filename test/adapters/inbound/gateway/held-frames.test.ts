import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { Call, Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import type { Authenticate } from '../../../../src/application/use-cases/authenticate.js';
import { customer } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { settled } from '../../../support/manual-turn.js';
import { row } from '../../../support/rows.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';

const KIB = 1024;

describe('a frame that is counted', () => {
  /** Ends of what waits, in order. */
  let ends: (() => void)[];
  let isSlow: boolean;
  /** Frames that are held. */
  let held: number;

  const waiting = (): Promise<void> => new Promise((resolve) => ends.push(resolve));

  const authenticate: Authenticate = (token) => async () => {
    if (isSlow) await waiting();
    return token === 'alice'
      ? right({ actor: customer('alice'), expiresAt: Date.now() + HOUR })
      : left({ kind: 'InvalidToken' });
  };

  const run: Call['run'] = async () => {
    await waiting();
    return { frames: [], acknowledgement: 'waited' };
  };

  /** Takes `wait`, one call after another. */
  const waits = (dialect: Dialect): Dialect => ({
    ...dialect,
    admission: { ...dialect.admission, maxFrame: 100 * KIB },
    events: [...dialect.events, row('wait', () => right({ key: '', pipelined: false, run }))],
  });

  const connect = (token?: string): Promise<DirectClient> =>
    smallGateway([], { authenticate, change: waits }).connect(token);

  const hold = (): (() => void) => {
    held += 1;
    return () => {
      held -= 1;
    };
  };

  beforeEach(() => {
    ends = [];
    isSlow = false;
    held = 0;
  });

  it('is held until its call has ended, whether that has begun or not', async () => {
    const client = await connect('alice');
    const [first, second] = [1, 2].map(() => client.request('wait', {}, 90 * KIB, hold));
    expect(held).to.equal(2);
    await settled();
    ends[0]?.();
    expect(await first).to.equal('waited');
    await settled();
    expect(held).to.equal(1);
    ends[1]?.();
    expect(await second).to.equal('waited');
    await settled();
    expect(held).to.equal(0);
  });

  it('is held until its call has ended, though its client has left', async () => {
    const client = await connect('alice');
    void client.request('wait', {}, 90 * KIB, hold);
    client.leave();
    await settled();
    expect(held).to.equal(1);
    ends[0]?.();
    await settled();
    expect(held).to.equal(0);
  });

  it('is held while it is looked into who its client is', async () => {
    const client = await connect('alice');
    isSlow = true;
    const answer = client.request('auth', { token: 'alice' }, 90 * KIB, hold);
    expect(held).to.equal(1);
    ends[0]?.();
    expect(await answer).to.have.property('success', true);
    await settled();
    expect(held).to.equal(0);
  });

  it('is not held when it begins nothing', async () => {
    const client = await connect('alice');
    await client.request('wait', {}, 101 * KIB, hold);
    await client.request('nothing', {}, 90 * KIB, hold);
    await client.request('message:send', {}, 90 * KIB, hold);
    expect(held).to.equal(0);
  });
});
