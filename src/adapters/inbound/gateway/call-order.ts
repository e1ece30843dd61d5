/** A call's turn among those of its key. */
export interface CallTurn {
  /** May be called once the call has taken its place in the order that its use case keeps. */
  readonly entered: () => void;
  /**
   * Resolves when the call has ended that began before it and runs with it; null where none does. What is answered after that is
   * answered in order, though messages with files take longer.
   */
  readonly ahead: Promise<void> | null;
}

/** Begins a call; `done` is called once, when it has ended. */
export type Start = (turn: CallTurn, done: () => void) => void;

interface Begun extends CallTurn {
  /** Tells who waits for its end: hardly ever anybody. */
  tell: (() => void) | null;
}

interface Waiting {
  readonly pipelined: boolean;
  readonly start: Start;
}

interface Line {
  running: number;
  exclusive: boolean;
  /** Whether the call that began last has yet to enter. */
  entering: boolean;
  /** That one, until it has ended. */
  last: Begun | null;
  advancing: boolean;
  readonly waiting: Waiting[];
}

const endOf = (call: Begun): Promise<void> =>
  new Promise((resolve) => {
    call.tell = resolve;
  });

/**
 * The calls of one connection: in order for each key, independent between keys. Pipelined calls run
 * together, each from when the one ahead of it has entered; any other waits for those ahead of it to end
 * and holds up those behind.
 */
export class CallOrder {
  private readonly lines = new Map<string, Line>();

  submit(key: string, pipelined: boolean, start: Start): void {
    let line = this.lines.get(key);
    if (line === undefined) {
      line = {
        running: 0,
        exclusive: false,
        entering: false,
        last: null,
        advancing: false,
        waiting: [],
      };
      this.lines.set(key, line);
    }
    if (line.waiting.length === 0 && this.mayBegin(line, pipelined)) {
      this.begin(key, line, { pipelined, start });
    } else {
      line.waiting.push({ pipelined, start });
    }
  }

  private mayBegin(line: Line, pipelined: boolean): boolean {
    return line.running === 0 || (pipelined && !line.exclusive && !line.entering);
  }

  private begin(key: string, line: Line, { pipelined, start }: Waiting): void {
    line.running += 1;
    line.exclusive = !pipelined;
    line.entering = true;
    let isEntering = true;
    const enter = (): void => {
      if (!isEntering) return;
      isEntering = false;
      line.entering = false;
    };
    const begun: Begun = {
      entered: () => {
        enter();
        this.advance(key, line);
      },
      ahead: line.last === null ? null : endOf(line.last),
      tell: null,
    };
    line.last = begun;
    start(begun, () => {
      enter();
      line.running -= 1;
      if (line.last === begun) line.last = null;
      begun.tell?.();
      this.advance(key, line);
    });
  }

  /** A call that enters or ends while it begins advances nothing by itself: the loop here goes on. */
  private advance(key: string, line: Line): void {
    if (line.advancing) return;
    line.advancing = true;
    for (let next = line.waiting[0]; next !== undefined; next = line.waiting[0]) {
      if (!this.mayBegin(line, next.pipelined)) break;
      line.waiting.shift();
      this.begin(key, line, next);
    }
    line.advancing = false;
    if (line.running === 0 && line.waiting.length === 0) this.lines.delete(key);
  }
}
