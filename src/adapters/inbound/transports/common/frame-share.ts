/** Whoever sends a large frame, as its share drives him. */
export interface Sender {
  /** Bytes that have come from him, ever. */
  sent(): number;
  /** Reads nothing more of him. */
  pause(): void;
  resume(): void;
  /** He is taken for alive: nothing else is heard of him before the frame is whole. */
  keepAlive(): void;
  /** Ends his connection, since the frame comes too slowly. */
  cutOff(): void;
}

/** How fast a large frame must come, once there is room for it. */
export interface Pace {
  /** Milliseconds for a part of it. */
  readonly period: number;
  /** Bytes of a part, at least. */
  readonly part: number;
  /** In so many parts it must come while others wait for room: nobody keeps them out by having it and hardly using it. */
  readonly hurriedPeriods: number;
  /** Milliseconds between two times that a sender is kept alive. */
  readonly beat: number;
}

/** What a share is told by the budget that it is a part of. */
export interface Budgeted {
  readonly pace: Pace;
  readonly othersWait: () => boolean;
  readonly giveBack: (share: FrameShare) => void;
}

/** The room of one large frame: waited for, had while it comes, and kept until it is handled. */
export class FrameShare {
  private holders = 1;
  private isWhole = false;
  private isPaused = false;
  private readonly beat: NodeJS.Timeout;
  private watch: NodeJS.Timeout | undefined;

  constructor(
    /** As announced, or as many as it may have. */
    readonly bytes: number,
    private readonly sender: Sender,
    private readonly budget: Budgeted,
  ) {
    this.beat = setInterval(() => sender.keepAlive(), budget.pace.beat).unref();
  }

  /** There is no room yet. */
  wait(): void {
    this.isPaused = true;
    this.sender.pause();
  }

  /** There is room. */
  begin(): void {
    if (!this.isWhole) this.watchPace();
    if (!this.isPaused) return;
    this.isPaused = false;
    this.sender.resume();
  }

  /** All of the frame is there. */
  complete(): void {
    this.isWhole = true;
    this.stop();
  }

  /** The rest of the frame will not come. */
  abandon(): void {
    if (this.isWhole) return;
    this.complete();
    this.release();
  }

  /** Keeps the room until what comes back is called, the first time; room that is given back stays so. */
  readonly hold = (): (() => void) => {
    let isHeld = this.holders > 0;
    if (isHeld) this.holders += 1;
    return () => {
      if (isHeld) this.release();
      isHeld = false;
    };
  };

  /** Lets go of what whoever made it holds. */
  release(): void {
    this.holders -= 1;
    if (this.holders === 0) this.budget.giveBack(this);
  }

  private watchPace(): void {
    const { othersWait, pace } = this.budget;
    const hurried = Math.max(pace.part, Math.ceil(this.bytes / pace.hurriedPeriods));
    let due = 0;
    let before = this.sender.sent();
    this.watch = setInterval(() => {
      const now = this.sender.sent();
      const part = othersWait() ? hurried : pace.part;
      due += part;
      // By then a frame that came in time is whole: what came instead was nothing of it.
      const isOver = due > this.bytes;
      const isSlow = now - before < part;
      before = now;
      if (!isOver && !isSlow) return;
      this.stop();
      this.sender.cutOff();
    }, pace.period).unref();
  }

  private stop(): void {
    clearInterval(this.beat);
    clearInterval(this.watch);
  }
}
