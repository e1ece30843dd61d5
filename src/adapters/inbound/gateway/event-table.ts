import type { Dialect, EventRow } from './dialect.js';

/** What becomes of an event: its client says who it is, or a row handles it; neither when nobody knows it. */
export interface Entry {
  /** Null where it is not one dialect's own. */
  readonly dialect: Dialect | null;
  /** Those that its client speaks. */
  readonly spoken: readonly Dialect[];
  readonly admits: boolean;
  readonly row: EventRow | null;
}

type OwnEntry = Entry & { readonly dialect: Dialect };

/** Every dialect takes it. */
const AUTH = 'auth';

const UNKNOWN: Entry = { dialect: null, spoken: [], admits: false, row: null };

/** The events of all dialects that share an entrance. */
export class EventTable {
  private readonly entries = new Map<unknown, Entry>();

  /** @throws Error when two dialects take the same event */
  constructor(dialects: readonly Dialect[]) {
    this.entries.set(AUTH, { dialect: null, spoken: dialects, admits: true, row: null });
    for (const dialect of dialects) {
      const { event } = dialect.admission;
      const own = { dialect, spoken: [dialect] };
      if (event !== AUTH) this.add(event, { ...own, admits: true, row: null });
      for (const row of dialect.events) this.add(row.event, { ...own, admits: false, row });
    }
  }

  find(event: unknown): Entry {
    return this.entries.get(event) ?? UNKNOWN;
  }

  /** Whether it is anybody's. */
  knows(event: unknown): boolean {
    return this.entries.has(event);
  }

  private add(event: string, entry: OwnEntry): void {
    const other = this.entries.get(event);
    if (other !== undefined) {
      const names = [...other.spoken.slice(0, 1), entry.dialect].map(({ name }) => name);
      throw new Error(
        `the dialects ${names.join(' and ')} both take the event ` +
          `"${event}" at the same entrance: serve one of them (see DIALECTS)`,
      );
    }
    this.entries.set(event, entry);
  }
}
