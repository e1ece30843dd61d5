/** What was found of one thing, and what to do where that is not as it should be. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly name: string;
  readonly level: 'ok' | 'warning' | 'failed';
  readonly says: string;
  readonly advice: string | null;
}

/**
 * Looks at something that the server needs, and changes nothing; what goes wrong is a finding.
 * @param signal ends what may take long
 */
export type Examine = (signal: AbortSignal) => Promise<readonly Finding[]>;

export const ok = (name: string, says: string): Finding => ({
  name,
  level: 'ok',
  says,
  advice: null,
});

export const warning = (name: string, says: string, advice: string): Finding => ({
  name,
  level: 'warning',
  says,
  advice,
});

export const failed = (name: string, says: string, advice: string): Finding => ({
  name,
  level: 'failed',
  says,
  advice,
});
