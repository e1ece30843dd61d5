import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import {
  type Check,
  Readiness,
  type Verdict,
} from '../../../../src/adapters/inbound/operations/readiness.js';
import { activeTimers } from '../../../support/active-timers.js';

describe('Readiness', () => {
  let asked: number;
  let changes: Verdict['status'][];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    asked = 0;
    changes = [];
  });
  afterEach(() => mock.timers.reset());

  const ready = (store: Check): Readiness =>
    new Readiness({
      checks: {
        store: () => {
          asked += 1;
          return store();
        },
        bus: () => Promise.resolve(true),
      },
      changed: ({ status }) => changes.push(status),
      patience: 800,
      keptFor: 1_000,
    });

  it('is ready while all parts are well', async () => {
    const verdict = await ready(() => Promise.resolve(true)).ask();
    expect(verdict).to.deep.equal({ status: 'ready', checks: { store: 'ok', bus: 'ok' } });
    expect(changes).to.deep.equal([]);
  });

  it('names the part that fails, and says when it has changed', async () => {
    let isWell = false;
    const readiness = ready(() => Promise.resolve(isWell));
    const failed = { status: 'unavailable', checks: { store: 'failed', bus: 'ok' } };
    expect(await readiness.ask()).to.deep.equal(failed);
    mock.timers.tick(1_000);
    expect(await readiness.ask()).to.deep.equal(failed);
    mock.timers.tick(1_000);
    isWell = true;
    expect((await readiness.ask()).status).to.equal('ready');
    expect(changes).to.deep.equal(['unavailable', 'ready']);
  });

  it('asks the parts once a second, however many ask it', async () => {
    const readiness = ready(() => Promise.resolve(true));
    await Promise.all(Array.from({ length: 1_000 }, () => readiness.ask()));
    mock.timers.tick(999);
    await readiness.ask();
    expect(asked).to.equal(1);
    mock.timers.tick(1);
    await readiness.ask();
    expect(asked).to.equal(2);
  });

  it('waits for a part that hangs no longer than so, and asks it no more until it has answered', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const readiness = ready(() => promise);
    const late = { status: 'unavailable', checks: { store: 'no answer', bus: 'ok' } };
    for (let time = 0; time < 3; time += 1) {
      const verdict = readiness.ask();
      await turn();
      mock.timers.tick(800);
      expect(await verdict).to.deep.equal(late);
      mock.timers.tick(1_000);
    }
    expect(asked).to.equal(1);
    resolve(true);
    await turn();
    expect((await readiness.ask()).status).to.equal('ready');
    expect(asked).to.equal(2);
  });

  it('holds no process up for a part that has answered', async () => {
    mock.timers.reset();
    await turn();
    const before = activeTimers();
    await ready(() => Promise.resolve(true)).ask();
    expect(activeTimers()).to.equal(before);
  });

  it('is not ready once it stops, whatever its parts say', async () => {
    const readiness = ready(() => Promise.resolve(true));
    await readiness.ask();
    readiness.stop();
    expect(await readiness.ask()).to.deep.equal({ status: 'stopping', checks: {} });
  });
});
