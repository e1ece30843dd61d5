import type { Dialect, EventRow } from './dialect.js';

/** What becomes of an event: its client says who it is, or a row handles it; neither when nobody knows it. */
export interface Entry {
  readonly dialect: Dialect;
  /** Those that its client speaks. */
  readonly spoken: readonly Dialect[];
  readonly admits: boolean;
  readonly row: EventRow | null;
}

/** Every dialect takes it, and the first one answers. */
const AUTH = 'auth';

/** The events of all dialects that share an entrance; the first dialect speaks for what is nobody's. */
export class EventTable {
  private readonly entries = new Map<unknown, Entry>();
  private readonly unknown: Entry;

  /** @throws Error when two dialects take the same event */
  constructor(dialects: readonly [Dialect, ...Dialect[]]) {
    const [first] = dialects;
    this.unknown = { dialect: first, spoken: [], admits: false, row: null };
    this.entries.set(AUTH, { dialect: first, spoken: dialects, admits: true, row: null });
    for (const dialect of dialects) {
      const { event } = dialect.admission;
      const own = { dialect, spoken: [dialect] };
      if (event !== AUTH) this.add(event, { ...own, admits: true, row: null });
      for (const row of dialect.events) this.add(row.event, { ...own, admits: false, row });
    }
  }

  find(event: unknown): Entry {
    return this.entries.get(event) ?? this.unknown;
  }

  /** Whether it is anybody's. */
  knows(event: unknown): boolean {
    return this.entries.has(event);
  }

  private add(event: string, entry: Entry): void {
    const other = this.entries.get(event);
    if (other !== undefined) {
      throw new Error(
        `the dialects ${other.dialect.name} and ${entry.dialect.name} both take the event ` +
          `"${event}" at the same entrance: serve one of them (see DIALECTS)`,
      );
    }
    this.entries.set(event, entry);
  }
}
