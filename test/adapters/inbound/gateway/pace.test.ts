import { mock } from 'node:test';
import { expect } from 'chai';
import { Pace } from '../../../../src/adapters/inbound/gateway/pace.js';
import { settled } from '../../../support/manual-turn.js';

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
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
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

  describe('of what can wait', () => {
    const ROOM = MIB / 2;
    let hasRoom: boolean;

    const ask = async (): Promise<void> => {
      hasRoom = false;
      await pace.room();
      hasRoom = true;
    };

    it('lets it through while there is room', () => {
      connection.unsent = ROOM;
      expect(pace.room()).to.equal(null);
    });

    it('keeps it until there is, looking for all who ask at once', async () => {
      connection.unsent = ROOM + 1;
      expect(pace.room()).to.equal(pace.room());
      void ask();
      mock.timers.tick(4_900);
      await settled();
      expect(hasRoom).to.equal(false);
      connection.unsent = ROOM;
      mock.timers.tick(20);
      await settled();
      expect(hasRoom).to.equal(true);
      mock.timers.tick(60_000);
      expect(ended).to.equal(0);
    });

    it('takes who makes none in five seconds for too slow, each time anew', () => {
      connection.unsent = 2 * ROOM;
      void ask();
      mock.timers.tick(4_000);
      connection.unsent = ROOM;
      mock.timers.tick(20);
      connection.unsent = 2 * ROOM;
      void ask();
      mock.timers.tick(4_999);
      expect(ended).to.equal(0);
      mock.timers.tick(1);
      expect(ended).to.equal(1);
    });

    it('keeps nobody waiting for who is too slow', async () => {
      connection.unsent = 2 * ROOM;
      void ask();
      mock.timers.tick(5_000);
      await settled();
      expect([ended, hasRoom]).to.deep.equal([1, true]);
      mock.timers.tick(60_000);
      expect(ended).to.equal(1);
    });

    it('keeps nobody waiting when the connection has ended', async () => {
      connection.unsent = 2 * ROOM;
      void ask();
      pace.stop();
      await settled();
      expect(hasRoom).to.equal(true);
      mock.timers.tick(60_000);
      expect(ended).to.equal(0);
    });
  });

  it('does not wait for who takes nothing at all', () => {
    sendUpTo(16 * MIB + 1);
    expect(ended).to.equal(1);
  });
});
