import { setImmediate as turn } from 'node:timers/promises';
import { mock } from 'node:test';
import { expect } from 'chai';
import { FrameBudget } from '../../../../../src/adapters/inbound/transports/common/frame-budget.js';
import type {
  FrameShare,
  Sender,
} from '../../../../../src/adapters/inbound/transports/common/frame-share.js';

const PACE = { period: 1_000, part: 100, hurriedPeriods: 4, beat: 400 };

/** What is done to somebody who sends a frame, in order. */
class RecordedSender implements Sender {
  readonly done: string[] = [];
  came = 0;

  sent(): number {
    return this.came;
  }

  pause(): void {
    this.done.push('pause');
  }

  resume(): void {
    this.done.push('resume');
  }

  keepAlive(): void {
    this.done.push('keep alive');
  }

  cutOff(): void {
    this.done.push('cut off');
  }
}

describe('FrameBudget', () => {
  let budget: FrameBudget;

  const comes = (bytes: number): { sender: RecordedSender; share: FrameShare } => {
    const sender = new RecordedSender();
    return { sender, share: budget.reserve(bytes, sender) };
  };

  const isPaused = ({ sender }: { sender: RecordedSender }): boolean =>
    sender.done.filter((what) => what !== 'keep alive').at(-1) === 'pause';

  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    budget = new FrameBudget(1_000, PACE);
  });
  afterEach(() => mock.timers.reset());

  it('lets in what there is room for, to the last byte', () => {
    expect([comes(600), comes(400), comes(1)].map(isPaused)).to.deep.equal([false, false, true]);
  });

  it('has what does not fit wait, and what came later after it, however small', () => {
    const first = comes(600);
    const [large, small] = [comes(500), comes(100)];
    expect([large, small].map(isPaused)).to.deep.equal([true, true]);
    first.share.abandon();
    expect([large, small].map(isPaused)).to.deep.equal([false, false]);
  });

  it('knows how many wait', () => {
    const first = comes(1_000);
    const [second] = [comes(800), comes(800)];
    expect(budget.queued).to.equal(2);
    first.share.abandon();
    expect(budget.queued).to.equal(1);
    second.share.abandon();
    expect(budget.queued).to.equal(0);
  });

  it('lets in alone what is larger than all there is', () => {
    const first = comes(1);
    const giant = comes(5_000);
    expect(isPaused(giant)).to.equal(true);
    first.share.abandon();
    expect(isPaused(giant)).to.equal(false);
    const next = comes(1);
    expect(isPaused(next)).to.equal(true);
    giant.share.abandon();
    expect(isPaused(next)).to.equal(false);
  });

  it('gives back once what is abandoned, whoever says so how often', () => {
    const [first, second] = [comes(600), comes(400)];
    first.share.abandon();
    first.share.abandon();
    expect([comes(600), comes(1)].map(isPaused)).to.deep.equal([false, true]);
    second.share.abandon();
  });

  it('forgets who leaves while he waits', () => {
    comes(900);
    const [gone, next] = [comes(500), comes(100)];
    gone.share.abandon();
    expect(isPaused(next)).to.equal(false);
    expect(isPaused(comes(1))).to.equal(true);
  });

  describe('of a frame that is whole', () => {
    it('has the room back after the turn in which nobody held it', async () => {
      const { share } = comes(1_000);
      const waits = comes(1);
      let delivered: FrameShare | null = null;
      budget.deliver(share, () => {
        delivered = budget.delivered;
      });
      expect(delivered).to.equal(share);
      expect(budget.delivered).to.equal(null);
      expect(isPaused(waits)).to.equal(true);
      await turn();
      expect(isPaused(waits)).to.equal(false);
    });

    it('has it back when the last who held it lets go, however often he says so', async () => {
      const { share } = comes(1_000);
      const waits = comes(1);
      const releases: (() => void)[] = [];
      budget.deliver(share, () => releases.push(share.hold(), share.hold()));
      await turn();
      releases[0]?.();
      releases[0]?.();
      share.abandon();
      expect(isPaused(waits)).to.equal(true);
      releases[1]?.();
      expect(isPaused(waits)).to.equal(false);
    });

    it('has it back once, though somebody would hold it who comes too late', async () => {
      const { share } = comes(600);
      comes(400);
      budget.deliver(share, () => undefined);
      await turn();
      share.hold()();
      expect([comes(600), comes(1)].map(isPaused)).to.deep.equal([false, true]);
    });

    it('has it back when its delivery fails', async () => {
      const { share } = comes(1_000);
      const waits = comes(1);
      const fail = (): never => {
        throw new Error('on purpose');
      };
      expect(() => budget.deliver(share, fail)).to.throw('on purpose');
      expect(budget.delivered).to.equal(null);
      await turn();
      expect(isPaused(waits)).to.equal(false);
    });

    it('lets its sender go on, who never had room', async () => {
      comes(1_000);
      const early = comes(500);
      budget.deliver(early.share, () => undefined);
      await turn();
      expect(early.sender.done).to.deep.equal(['pause', 'resume']);
      expect(isPaused(comes(1))).to.equal(true);
    });
  });

  describe('of a frame that comes slowly', () => {
    it('keeps alive who waits or sends, until the frame is whole', () => {
      const { sender, share } = comes(1_000);
      const waits = comes(1_000);
      mock.timers.tick(800);
      share.complete();
      mock.timers.tick(400);
      expect(sender.done).to.deep.equal(['keep alive', 'keep alive']);
      expect(waits.sender.done).to.deep.equal(['pause', 'keep alive', 'keep alive', 'keep alive']);
    });

    it('cuts off who sends less than a part in a period, once', () => {
      const { sender } = comes(1_000);
      sender.came = 100;
      mock.timers.tick(1_000);
      expect(sender.done).not.to.include('cut off');
      sender.came = 199;
      mock.timers.tick(5_000);
      expect(sender.done.filter((what) => what === 'cut off')).to.have.length(1);
    });

    it('lets who has been cut off have his room until he is gone', () => {
      const { share } = comes(1_000);
      const waits = comes(1);
      mock.timers.tick(1_000);
      expect(isPaused(waits)).to.equal(true);
      share.abandon();
      expect(isPaused(waits)).to.equal(false);
    });

    it('cuts off who sends enough, but nothing of the frame', () => {
      const { sender } = comes(250);
      for (const period of [1, 2]) {
        sender.came = period * 100;
        mock.timers.tick(1_000);
      }
      expect(sender.done).not.to.include('cut off');
      sender.came = 300;
      mock.timers.tick(1_000);
      expect(sender.done).to.include('cut off');
    });

    it('cuts off, while others wait, who would take more than four periods for all of it', () => {
      const [hurried, late] = [comes(600), comes(400)];
      mock.timers.tick(PACE.period - 1);
      for (const { sender } of [hurried, late]) sender.came += 149;
      mock.timers.tick(1);
      const next = comes(1);
      hurried.sender.came += 150;
      late.sender.came += 99;
      mock.timers.tick(PACE.period);
      const cut = [hurried, late, next].map(({ sender }) => sender.done.includes('cut off'));
      expect(cut).to.deep.equal([false, true, false]);
      hurried.sender.came += 149;
      mock.timers.tick(PACE.period);
      expect(hurried.sender.done).to.include('cut off');
    });

    it('begins to watch when there is room', () => {
      const first = comes(1_000);
      const { sender } = comes(1_000);
      mock.timers.tick(3_000);
      first.share.abandon();
      mock.timers.tick(999);
      expect(sender.done).not.to.include('cut off');
      mock.timers.tick(1);
      expect(sender.done).to.include('cut off');
    });
  });
});
