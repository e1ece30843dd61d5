import { FrameShare, type Pace, type Sender } from './frame-share.js';

/** Bytes up to which a frame is not counted: anybody may send so much, so that nobody could keep others waiting by it. */
export const UNCOUNTED = 128 * 1024;

/** 16 KiB a second; where others wait the whole frame in two minutes. */
const PACE: Pace = { period: 30_000, part: 480 * 1024, hurriedPeriods: 4, beat: 10_000 };

/**
 * The memory of the process for large frames, those that come in and those that are handled. One gets its room as a
 * whole, before any of it is read, and in the order of arrival: so nobody waits for room while he has some.
 */
export class FrameBudget {
  private used = 0;
  private readonly waiting = new Set<FrameShare>();
  private coming: FrameShare | null = null;
  private readonly pace: Pace;

  constructor(
    private readonly bytes: number,
    pace: Partial<Pace> = {},
  ) {
    this.pace = { ...PACE, ...pace };
  }

  /** The frame that is being delivered in this moment, if it is one that counts. */
  get delivered(): FrameShare | null {
    return this.coming;
  }

  /** How many wait for room. */
  get queued(): number {
    return this.waiting.size;
  }

  /** For a frame that is about to come; its sender is paused while there is no room. */
  reserve(bytes: number, sender: Sender): FrameShare {
    const share = new FrameShare(bytes, sender, {
      pace: this.pace,
      othersWait: () => this.waiting.size > 0,
      giveBack: (over) => this.giveBack(over),
    });
    this.waiting.add(share);
    this.advance();
    if (this.waiting.has(share)) share.wait();
    return share;
  }

  /** Hands over a frame that is whole. It keeps its room for this turn, and then for as long as somebody holds it. */
  deliver(share: FrameShare, handOver: () => void): void {
    share.complete();
    this.coming = share;
    try {
      handOver();
    } finally {
      this.coming = null;
      setImmediate(() => share.release());
    }
  }

  private advance(): void {
    for (const share of this.waiting) {
      if (this.used + this.cost(share) > this.bytes) return;
      this.waiting.delete(share);
      this.used += this.cost(share);
      share.begin();
    }
  }

  private giveBack(share: FrameShare): void {
    if (this.waiting.delete(share)) share.begin();
    else this.used -= this.cost(share);
    this.advance();
  }

  /** One that is larger than all there is comes alone. */
  private cost({ bytes }: FrameShare): number {
    return Math.min(bytes, this.bytes);
  }
}
