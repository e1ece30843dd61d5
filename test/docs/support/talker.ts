import type { ChildProcess } from 'node:child_process';
import { within } from '../../e2e/support/deadline.js';

/** A process whose words can be waited for. */
export class Talker {
  private text = '';
  private readonly listeners = new Set<() => void>();
  private readonly closed: Promise<unknown>;

  constructor(
    readonly child: ChildProcess,
    /** Milliseconds. */
    private readonly patience: number,
  ) {
    this.closed = new Promise((resolve) => child.once('close', resolve));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.text += chunk.toString();
        for (const listener of this.listeners) listener();
      });
    }
  }

  /** All that it has said, when it has ended. */
  async whole(): Promise<string> {
    await within(this.closed, () => `the end of what says ${this.text}`, this.patience);
    return this.text;
  }

  /** Until it has said something so many times. */
  says(words: string, times = 1): Promise<void> {
    const said = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.text.split(words).length > times) resolve();
      };
      this.listeners.add(look);
      look();
    });
    return within(said, () => `${words}, ${times} times, in: ${this.text}`, this.patience);
  }
}
