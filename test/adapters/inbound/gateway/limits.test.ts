import { mock } from 'node:test';
import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { Call, Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import type { Authenticate } from '../../../../src/application/use-cases/authenticate.js';
import { customer } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { settled } from '../../../support/manual-turn.js';
import { row } from '../../../support/rows.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';

const MIB = 1024 * 1024;
const MAX_UNDER_WAY = 1_000;
const tooMany = { success: false, error: 'Too many requests at once', code: 'rate_limited' };

const alice = customer('alice');

const closings = (client: DirectClient) => client.all('closed');
const times = (count: number, act: () => void): void => {
  for (let n = 0; n < count; n += 1) act();
};

describe('a connection', () => {
  /** Ends of what waits, in order. */
  let ends: (() => void)[];
  /** Whether saying who one is takes until its end is called. */
  let isSlow: boolean;

  const waiting = (): Promise<void> => new Promise((resolve) => ends.push(resolve));

  const authenticate: Authenticate = (token) => async () => {
    if (isSlow) await waiting();
    return token === 'alice'
      ? right({ actor: alice, expiresAt: Date.now() + HOUR })
      : left({ kind: 'InvalidToken' });
  };

  const run: Call['run'] = async () => {
    await waiting();
    return { frames: [], acknowledgement: 'waited' };
  };

  /** Takes `wait`, of which each call waits by itself, besides what it does. */
  const waits = (dialect: Dialect): Dialect => {
    let calls = 0;
    const handle = () => right({ key: `${(calls += 1)}`, pipelined: false, run });
    return { ...dialect, events: [...dialect.events, row('wait', handle)] };
  };

  const connect = (token?: string): Promise<DirectClient> =>
    smallGateway([], { authenticate, change: waits }).connect(token);

  beforeEach(() => {
    ends = [];
    isSlow = false;
  });

  describe('in one turn', () => {
    for (const { whose, token, most } of [
      { whose: 'of a stranger', token: undefined, most: 100 },
      { whose: 'of somebody known', token: 'alice', most: 2 * MAX_UNDER_WAY },
    ]) {
      it(`${whose} sends ${most} frames, and is closed at one more`, async () => {
        const client = await connect(token);
        client.came.length = 0;
        times(most, () => client.emit('nothing'));
        expect(closings(client)).to.deep.equal([]);
        expect(client.all('message:error')).to.have.lengthOf(most);
        client.emit('nothing');
        client.emit('nothing');
        expect(closings(client)).to.deep.equal(['policy']);
        expect(client.all('message:error')).to.have.lengthOf(most);
      });

      it(`${whose} does so in the next, too`, async () => {
        const client = await connect(token);
        for (let turn = 1; turn <= 3; turn += 1) {
          times(most, () => client.emit('nothing'));
          await settled();
        }
        expect(closings(client)).to.deep.equal([]);
      });
    }
  });

  it('has a thousand calls under way, and another when one of them has ended', async () => {
    const client = await connect('alice');
    times(MAX_UNDER_WAY, () => client.emit('wait'));
    expect(await client.request('wait')).to.deep.equal(tooMany);
    ends.shift()?.();
    await settled();
    const next = client.request('wait');
    expect(await client.request('wait')).to.deep.equal(tooMany);
    for (const end of ends) end();
    expect(await next).to.equal('waited');
  });

  it('has an attempt to say who it is count among them', async () => {
    const client = await connect('alice');
    isSlow = true;
    client.emit('auth', { token: 'alice' });
    times(MAX_UNDER_WAY - 2, () => client.emit('wait'));
    const last = client.request('wait');
    expect(await client.request('wait')).to.deep.equal(tooMany);
    expect(await client.request('auth', { token: 'alice' })).to.deep.equal(tooMany);
    for (const end of ends) end();
    expect(await last).to.equal('waited');
    await settled();
    isSlow = false;
    expect(await client.request('auth', { token: 'alice' })).to.have.property('success', true);
  });

  describe('that does not read', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());

    it('is closed at the next frame past 16 MiB', async () => {
      const client = await connect('alice');
      client.unsent = 16 * MIB;
      client.emit('nothing');
      expect(closings(client)).to.deep.equal([]);
      client.unsent += 1;
      client.emit('nothing');
      expect(closings(client)).to.deep.equal(['tooSlow']);
    });

    it('is closed five seconds after a frame past 1 MiB, unless it has caught up', async () => {
      const [slow, late] = [await connect('alice'), await connect('alice')];
      for (const client of [slow, late]) {
        client.unsent = MIB + 1;
        client.emit('nothing');
      }
      late.unsent = MIB;
      mock.timers.tick(4_999);
      expect(closings(slow)).to.deep.equal([]);
      mock.timers.tick(1);
      expect(closings(slow)).to.deep.equal(['tooSlow']);
      expect(closings(late)).to.deep.equal([]);
    });
  });
});
