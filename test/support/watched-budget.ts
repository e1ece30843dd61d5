import { FrameBudget } from '../../src/adapters/inbound/transports/common/frame-budget.js';
import type {
  FrameShare,
  Pace,
  Sender,
} from '../../src/adapters/inbound/transports/common/frame-share.js';
import { until } from './until.js';

const nobody: Sender = {
  sent: () => 0,
  pause: () => undefined,
  resume: () => undefined,
  keepAlive: () => undefined,
  cutOff: () => undefined,
};

/** A budget that tells who has asked it for room. */
export class WatchedBudget extends FrameBudget {
  readonly asked: { readonly bytes: number; readonly sender: Sender }[] = [];

  constructor(
    private readonly all: number,
    pace?: Partial<Pace>,
  ) {
    super(all, pace);
  }

  override reserve(bytes: number, sender: Sender): FrameShare {
    if (sender !== nobody) this.asked.push({ bytes, sender });
    return super.reserve(bytes, sender);
  }

  /** Takes all the room; what comes back gives it free again. */
  takeAll(): () => void {
    const share = super.reserve(this.all, nobody);
    return () => share.abandon();
  }

  /** Whether there is room for all that may be there at once. */
  get isFree(): boolean {
    let isFree = true;
    const pause = (): void => {
      isFree = false;
    };
    super.reserve(this.all, { ...nobody, pause }).abandon();
    return isFree;
  }

  /** Resolves when so many frames have asked for room. */
  async whenAsked(count: number): Promise<void> {
    await until(() => this.asked.length >= count);
  }
}
