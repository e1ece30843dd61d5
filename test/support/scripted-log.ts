import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';
import type {
  Append,
  AppendOutcome,
  ConversationLog,
} from '../../src/application/ports/conversation-log.js';
import { type Unavailable, unavailable } from '../../src/domain/failure.js';

type Operation = 'append' | 'load' | 'findMessage';
type Result = Either<Unavailable, unknown>;
type Answer = (reach: () => Promise<Result>) => Promise<Result>;

/** A call that stands still until the test lets it go on. */
export interface Held {
  /** When the call has been made. */
  readonly reached: Promise<void>;
  /** On to the real log. */
  release(): void;
  /** As if the store were down; nothing is stored. */
  fail(): void;
  /** A bug in the store. */
  crash(defect: Error): void;
}

const down = (): Promise<Result> => Promise.resolve(left(unavailable));

/** A log whose next calls can be held, refused or failed; all others go on to the real one. */
export class ScriptedLog {
  /** Every batch that was asked for, whatever came of it. */
  readonly batches: (readonly Append[])[] = [];
  readonly calls: Operation[] = [];
  private readonly script: Record<Operation, Answer[]> = { append: [], load: [], findMessage: [] };

  constructor(private readonly inner: ConversationLog) {}

  hold(operation: Operation): Held {
    const reached = Promise.withResolvers<undefined>();
    const verdict = Promise.withResolvers<(reach: () => Promise<Result>) => Promise<Result>>();
    this.script[operation].push(async (reach) => {
      reached.resolve(undefined);
      const answer = await verdict.promise;
      return answer(reach);
    });
    return {
      reached: reached.promise,
      release: () => verdict.resolve((reach) => reach()),
      fail: () => verdict.resolve(down),
      crash: (defect) => verdict.reject(defect),
    };
  }

  /** Holds back what the real log answers, once it has. */
  holdAnswer(operation: Operation): Pick<Held, 'reached' | 'release'> {
    const reached = Promise.withResolvers<undefined>();
    const released = Promise.withResolvers<undefined>();
    this.script[operation].push(async (reach) => {
      const result = await reach();
      reached.resolve(undefined);
      await released.promise;
      return result;
    });
    return { reached: reached.promise, release: () => released.resolve(undefined) };
  }

  fail(operation: Operation): void {
    this.script[operation].push(down);
  }

  crash(operation: Operation, defect: Error): void {
    this.script[operation].push(() => Promise.reject(defect));
  }

  /** Gives the next append these outcomes, and stores nothing. */
  answerAppend(...outcomes: readonly AppendOutcome['kind'][]): void {
    this.script.append.push(() => Promise.resolve(right(outcomes.map((kind) => ({ kind })))));
  }

  /** The port itself. */
  get log(): ConversationLog {
    const { inner } = this;
    return {
      ...inner,
      append: (batch) => {
        this.batches.push(batch);
        return this.scripted('append', inner.append(batch));
      },
      load: (id) => this.scripted('load', inner.load(id)),
      findMessage: (...name) => this.scripted('findMessage', inner.findMessage(...name)),
    };
  }

  private scripted<A>(
    operation: Operation,
    task: () => Promise<Either<Unavailable, A>>,
  ): () => Promise<Either<Unavailable, A>> {
    return () => {
      this.calls.push(operation);
      const answer = this.script[operation].shift();
      return answer === undefined ? task() : (answer(task) as Promise<Either<Unavailable, A>>);
    };
  }
}
