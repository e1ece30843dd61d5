import { within } from '../../e2e/support/deadline.js';

/** What came while a connection is set up: kept until somebody asks for it. */
export class Texts {
  private readonly kept: string[] = [];
  private wake: () => void = () => undefined;

  add(text: string): void {
    this.kept.push(text);
    this.wake();
  }

  /** The next one that begins so; those before it are dropped. */
  next(beginning: string): Promise<string> {
    return within(this.find(beginning), () => `a frame that begins with ${beginning}`);
  }

  private async find(beginning: string): Promise<string> {
    for (;;) {
      const text = this.kept.shift();
      if (text?.startsWith(beginning)) return text;
      if (text === undefined) await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
