/** Milliseconds for which somebody is known. */
const HOUR = 3_600_000;

/** How many are remembered: the newest. */
const MOST = 10_000;

/** Tells who comes for the first time from who was here within the hour. */
export class RecentlySeen {
  private readonly since = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  isNew(name: string): boolean {
    const known = this.since.get(name);
    if (known !== undefined && this.now() - known < HOUR) return false;
    this.since.delete(name);
    this.since.set(name, this.now());
    if (this.since.size > MOST) {
      const [oldest = name] = this.since.keys();
      this.since.delete(oldest);
    }
    return true;
  }
}
