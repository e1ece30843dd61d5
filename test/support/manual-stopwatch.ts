import type { Stopwatch } from '../../src/adapters/inbound/transports/http/pace.js';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes when it is told to. */
export class ManualStopwatch implements Stopwatch {
  private time = 0;
  private readonly alarms = new Set<Alarm>();

  /** How many are yet to be run. */
  get waiting(): number {
    return this.alarms.size;
  }

  readonly now = (): number => this.time;

  readonly after = (milliseconds: number, run: () => void): (() => void) => {
    const alarm = { at: this.time + milliseconds, run };
    this.alarms.add(alarm);
    return () => this.alarms.delete(alarm);
  };

  pass(milliseconds: number): void {
    this.time += milliseconds;
    for (const alarm of this.alarms) {
      if (alarm.at > this.time) continue;
      this.alarms.delete(alarm);
      alarm.run();
    }
  }
}
