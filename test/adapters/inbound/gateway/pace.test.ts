import { mock } from 'node:test';
import { expect } from 'chai';
import { Pace } from '../../../../src/adapters/inbound/gateway/pace.js';

const MIB = 1024 * 1024;

describe('Pace', () => {
  const connection = { unsent: 0 };
  let ended: number;
  let pace: Pace;

  const sendUpTo = (unsent: number): void => {
    connection.unsent = unsent;
    pace.check();
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    ended = 0;
    connection.unsent = 0;
    pace = new Pace(connection, () => {
      ended += 1;
    });
  });

  afterEach(() => {
    pace.stop();
    mock.timers.reset();
  });

  it('leaves alone who keeps up', () => {
    sendUpTo(MIB);
    mock.timers.tick(60_000);
    expect(ended).to.equal(0);
  });

  it('gives a slow one five seconds', () => {
    sendUpTo(MIB + 1);
    mock.timers.tick(4_999);
    expect(ended).to.equal(0);
    mock.timers.tick(1);
    expect(ended).to.equal(1);
  });

  it('forgives who has caught up by then, seen or not', () => {
    sendUpTo(2 * MIB);
    connection.unsent = 0;
    mock.timers.tick(5_000);
    sendUpTo(2 * MIB);
    mock.timers.tick(3_000);
    sendUpTo(0);
    mock.timers.tick(5_000);
    expect(ended).to.equal(0);
  });

  it('does not wait for who takes nothing at all', () => {
    sendUpTo(16 * MIB + 1);
    expect(ended).to.equal(1);
  });
});
