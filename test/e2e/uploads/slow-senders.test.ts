import { once } from 'node:events';
import { mock } from 'node:test';
import { expect } from 'chai';
import { until } from '../../support/until.js';
import { within } from '../support/deadline.js';
import { beginPost, type Ground, KIB, MIB, statusOf, uploadGround } from './ground.js';

/** Milliseconds, and bytes that must come in them. */
const PERIOD = 30_000;
const PART = 480 * KIB;

describe('a large frame', () => {
  let on: Ground;

  beforeEach(async () => {
    on = await uploadGround();
    // Half a minute is over at once; whatever waits for a client does so as it always does.
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(async () => {
    mock.timers.reset();
    await on.leave();
  });

  /** Sends so many bytes, sees that they came, and lets a period pass. */
  const pass = async (send: () => void, bytes: number): Promise<void> => {
    const sender = on.budget.asked[0]?.sender;
    const due = (sender?.sent() ?? 0) + bytes;
    send();
    await until(() => (sender?.sent() ?? 0) >= due);
    mock.timers.tick(PERIOD);
  };

  for (const over of ['plain ws', 'Socket.IO'] as const) {
    it(`of which a byte comes in a second closes its connection with 1008, over ${over}`, async () => {
      const socket = await on.openWebSocket(over);
      const closed = once(socket, 'close');
      const send = (part: string): void => socket.send(part, { fin: false });
      send('x'.repeat(200 * KIB));
      await on.budget.whenAsked(1);
      for (const period of [1, 2]) {
        await pass(() => send('x'.repeat(PART)), PART);
        expect(socket.readyState, `in period ${period}`).to.equal(socket.OPEN);
      }
      await pass(() => {
        for (let second = 0; second < 30; second += 1) send('x');
      }, 30);
      expect((await within(closed, () => 'the end of a slow sender'))[0]).to.equal(1008);
      await until(() => on.budget.isFree);
    });
  }

  it('of which a byte comes in a second is answered with 408, over long polling, and ends the session', async () => {
    const session = await on.enterPolling();
    const asking = beginPost(on.url, session, 20 * MIB);
    await on.budget.whenAsked(1);
    const status = statusOf(asking);
    await pass(() => asking.write('x'.repeat(PART)), PART);
    await pass(() => asking.write('x'.repeat(30)), 30);
    expect(await within(status, () => 'an answer')).to.equal(408);
    expect(await session.poll()).to.deep.equal([]);
    await until(() => on.budget.isFree);
  });
});
