import { within } from '../support/deadline.js';

type Call = readonly unknown[];

/** What a program has called, by name, for whoever looks at it. */
export class Calls {
  private readonly made = new Map<string, Call[]>();
  private readonly waiting = new Map<string, ((call: Call) => void)[]>();

  /** A function of that name, for a program to call. */
  readonly noting =
    (name: string) =>
    (...call: Call): void => {
      const waits = this.waiting.get(name)?.shift();
      if (waits !== undefined) waits(call);
      else this.made.set(name, [...(this.made.get(name) ?? []), call]);
    };

  /** The next call of that name that has not been looked at. */
  readonly told = (name: string): Promise<Call> => {
    const call = this.made.get(name)?.shift();
    if (call !== undefined) return Promise.resolve(call);
    const next = new Promise<Call>((resolve) => {
      this.waiting.set(name, [...(this.waiting.get(name) ?? []), resolve]);
    });
    return within(next, () => `${name}; there were ${JSON.stringify([...this.made])}`);
  };
}
