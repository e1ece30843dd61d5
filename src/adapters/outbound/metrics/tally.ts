import { Counter, type Registry } from 'prom-client';

interface Definition<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly [L] | readonly [L, L];
}

interface Cell<L extends string> {
  readonly labels: Readonly<Partial<Record<L, string>>>;
  count: number;
}

/** Counts one more of what bears these labels, in the order of their names. */
export type Tally = (first: string, second?: string) => void;

/**
 * A counter for what every message does: the library makes a string of the labels each time, and looks it up, so it is told
 * only when somebody asks.
 */
export const tally = <L extends string>(
  { name, help, labelNames }: Definition<L>,
  registers: Registry[],
): Tally => {
  const [firstName, secondName] = labelNames;
  const cells = new Map<string, Map<string | undefined, Cell<L>>>();
  const counter = new Counter<L>({
    name,
    help,
    labelNames,
    registers,
    collect: () => {
      counter.reset();
      for (const row of cells.values()) {
        for (const { labels, count } of row.values()) counter.inc(labels, count);
      }
    },
  });

  const add = (first: string, second: string | undefined): Cell<L> => {
    const labels = {
      [firstName]: first,
      ...(secondName === undefined ? {} : { [secondName]: second }),
    } as Cell<L>['labels'];
    const cell = { labels, count: 0 };
    const row = cells.get(first) ?? new Map<string | undefined, Cell<L>>();
    cells.set(first, row.set(second, cell));
    return cell;
  };

  return (first, second) => {
    const cell = cells.get(first)?.get(second) ?? add(first, second);
    cell.count += 1;
  };
};
