/** What came of a contract on one store. */
export interface Verdict {
  readonly contract: string;
  readonly store: string;
  readonly isRight: boolean;
  /** How many cases passed before one failed. */
  readonly passed: number;
  /** The case that failed, or the hook that did, and why. */
  readonly failed: readonly Failed[];
}

export interface Failed {
  readonly what: 'test' | 'hook';
  readonly title: string;
  readonly why: string;
}
