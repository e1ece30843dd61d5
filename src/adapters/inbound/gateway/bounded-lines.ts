/** Lines of one kind in a window. */
const MOST = 60;

/** Milliseconds. */
const WINDOW = 60_000;

export interface BoundedLinesOptions<Kind> {
  readonly write: (kind: Kind, fields: object) => void;
  /** A line is left out, since there were so many of its kind. */
  readonly leftOut: (kind: Kind) => void;
  readonly most?: number | undefined;
  /** Milliseconds. */
  readonly window?: number | undefined;
}

interface Window {
  lines: number;
  leftOut: number;
  readonly end: NodeJS.Timeout;
}

/**
 * Lines of a log that strangers can cause. Of each kind so many are written in a window from the first of them on, and at
 * its end how many there were besides, as `leftOut`: whoever attacks does not fill the disk.
 */
export class BoundedLines<Kind> {
  private readonly windows = new Map<Kind, Window>();

  constructor(private readonly options: BoundedLinesOptions<Kind>) {}

  /** @param fields is asked for a line that is written: of what is left out they would cost each stranger's request */
  note(kind: Kind, fields: () => object): void {
    const window = this.windows.get(kind) ?? this.open(kind);
    if (window.lines === (this.options.most ?? MOST)) {
      window.leftOut += 1;
      this.options.leftOut(kind);
      return;
    }
    window.lines += 1;
    this.options.write(kind, fields());
  }

  /** Says what was left out until now. */
  close(): void {
    for (const kind of [...this.windows.keys()]) this.end(kind);
  }

  private open(kind: Kind): Window {
    const end = setTimeout(() => this.end(kind), this.options.window ?? WINDOW).unref();
    const window = { lines: 0, leftOut: 0, end };
    this.windows.set(kind, window);
    return window;
  }

  private end(kind: Kind): void {
    const window = this.windows.get(kind);
    if (window === undefined) return;
    clearTimeout(window.end);
    this.windows.delete(kind);
    const { leftOut } = window;
    if (leftOut > 0) this.options.write(kind, { leftOut });
  }
}
