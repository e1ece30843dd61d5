/** Milliseconds between two looks of it. */
const INTERVAL = 100;

/** As much of a stream as it is shown on. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One line that is written over again and again. */
export interface Progress {
  /** At most ten times a second. */
  show(doing: string, done: number, all: number | null): void;
  /** Takes the line away. */
  clear(): void;
}

const figures = new Intl.NumberFormat('en');

const lineOf = (unit: string, doing: string, done: number, all: number | null): string =>
  all === null
    ? `${doing}: ${figures.format(done)} ${unit}`
    : `${doing}: ${figures.format(done)} of ${figures.format(all)} ${unit} (${Math.floor((done / Math.max(all, 1)) * 100)} %)`;

/** Nothing is shown where nobody looks: on a stream that is no terminal. */
export const progressOn = (
  screen: Screen,
  now = () => performance.now(),
  unit = 'events',
): Progress => {
  let shownAt = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show: (doing, done, all) => {
      if (screen.isTTY !== true || now() - shownAt < INTERVAL) return;
      shownAt = now();
      isShown = true;
      screen.write(`\r\u001b[K${lineOf(unit, doing, done, all)}`);
    },
    clear: () => {
      if (isShown) screen.write('\r\u001b[K');
      isShown = false;
    },
  };
};
