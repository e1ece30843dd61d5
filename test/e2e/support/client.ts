import { within } from './deadline.js';

/** A chat client, whatever it connects by: `Frames` are those that it awaits, by name. */
export interface Client<Frames, Answer> {
  /**
   * Sends and resolves with the acknowledgement.
   * @param patience in milliseconds; a few seconds by itself
   */
  request(event: string, payload?: unknown, patience?: number): Promise<Answer>;
  /** Sends without asking for an answer. */
  emit(event: string, payload?: unknown): void;
  /** The next frame of that name that has not been taken yet, in the order of arrival. */
  next<Name extends keyof Frames & string>(event: Name): Promise<Frames[Name]>;
  /** Frames of that name that have arrived and were not taken. */
  waiting(event: keyof Frames & string): number;
  /** Resolves when the connection has ended, with the reason as its transport tells it. */
  readonly ended: Promise<string>;
  close(): void;
}

type Taker = (data: unknown) => void;

/** Frames as they arrive, by name, for whoever takes them. */
export class Inbox<Frames> {
  private readonly frames = new Map<string, unknown[]>();
  private readonly takers = new Map<string, Taker[]>();

  readonly push = (event: string, data: unknown): void => {
    const taker = this.takers.get(event)?.shift();
    if (taker !== undefined) return taker(data);
    const queue = this.frames.get(event);
    if (queue === undefined) this.frames.set(event, [data]);
    else queue.push(data);
  };

  waiting(event: keyof Frames & string): number {
    return this.frames.get(event)?.length ?? 0;
  }

  next<Name extends keyof Frames & string>(event: Name): Promise<Frames[Name]> {
    const queue = this.frames.get(event);
    if (queue !== undefined && queue.length > 0)
      return Promise.resolve(queue.shift() as Frames[Name]);
    const frame = new Promise<Frames[Name]>((resolve) => {
      const takers = this.takers.get(event) ?? [];
      takers.push((data) => resolve(data as Frames[Name]));
      this.takers.set(event, takers);
    });
    return within(frame, () => `a frame ${event}; there were ${JSON.stringify([...this.frames])}`);
  }
}
