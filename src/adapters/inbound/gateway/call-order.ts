/** Begins a call; `done` is called once, when it has ended. */
export type Start = (done: () => void) => void;

interface Line {
  running: number;
  exclusive: boolean;
  readonly waiting: { readonly pipelined: boolean; readonly start: Start }[];
}

/**
 * The calls of one connection: in order for each key, independent between keys. Pipelined calls run
 * together; any other waits for those ahead of it and holds up those behind.
 */
export class CallOrder {
  private readonly lines = new Map<string, Line>();

  submit(key: string, pipelined: boolean, start: Start): void {
    let line = this.lines.get(key);
    if (line === undefined) {
      line = { running: 0, exclusive: false, waiting: [] };
      this.lines.set(key, line);
    }
    if (line.waiting.length === 0 && this.mayBegin(line, pipelined)) {
      this.begin(key, line, pipelined, start);
    } else {
      line.waiting.push({ pipelined, start });
    }
  }

  private mayBegin(line: Line, pipelined: boolean): boolean {
    return line.running === 0 || (pipelined && !line.exclusive);
  }

  private begin(key: string, line: Line, pipelined: boolean, start: Start): void {
    line.running += 1;
    line.exclusive = !pipelined;
    start(() => {
      line.running -= 1;
      this.advance(key, line);
    });
  }

  private advance(key: string, line: Line): void {
    for (;;) {
      const next = line.waiting[0];
      if (next === undefined) {
        if (line.running === 0) this.lines.delete(key);
        return;
      }
      if (!this.mayBegin(line, next.pipelined)) return;
      line.waiting.shift();
      this.begin(key, line, next.pipelined, next.start);
    }
  }
}
