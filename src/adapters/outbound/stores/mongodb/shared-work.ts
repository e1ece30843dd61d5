/** What somebody waits for an answer to. */
export interface Asked<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
  readonly fail: (defect: unknown) => void;
}

export interface SharedWorkOptions<Question, Answer> {
  /** How many may be at work at a time. */
  readonly workers: number;
  /** How many of those who wait are served together next: at least one. */
  readonly share: (waiting: readonly Question[]) => number;
  /** Answers everybody; what it throws is told to all of them who have no answer yet. */
  readonly work: (asked: readonly Asked<Question, Answer>[]) => Promise<void>;
}

/** Who asks while the workers are busy waits for the next one, and goes with all who have come by then. */
export const sharedWork = <Question, Answer>({
  workers,
  share,
  work,
}: SharedWorkOptions<Question, Answer>): ((question: Question) => Promise<Answer>) => {
  let waiting: Asked<Question, Answer>[] = [];
  let busy = 0;

  const take = (): readonly Asked<Question, Answer>[] => {
    const count = share(waiting.map(({ question }) => question));
    const taken = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return taken;
  };

  const start = async (): Promise<void> => {
    busy += 1;
    // Whoever asks in this turn goes with the first.
    await Promise.resolve();
    while (waiting.length > 0) {
      const taken = take();
      try {
        await work(taken);
      } catch (defect) {
        for (const { fail } of taken) fail(defect);
      }
    }
    busy -= 1;
  };

  return (question) =>
    new Promise((answer, fail) => {
      waiting.push({ question, answer, fail });
      if (busy < workers) void start();
    });
};

/** Everybody who waits. */
export const everybody = (waiting: readonly unknown[]): number => waiting.length;
