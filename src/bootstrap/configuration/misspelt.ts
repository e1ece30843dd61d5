/** A variable that nobody reads, and the one of ours that it is nearly called. */
export interface Misspelt {
  readonly variable: string;
  readonly meant: string;
}

/** By letters alone, since what people forget most are underscores. */
const lettersOf = (name: string): string => name.toUpperCase().replaceAll('_', '');

/** Changes of one letter, or swaps of two beside each other, that make one out of the other. */
const distance = (a: string, b: string): number => {
  const rows = [Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const at = (up: number, back: number): number =>
        (up === 0 ? row : rows[i - up])?.[j - back] ?? 0;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(1, 0) + 1,
          at(0, 1) + 1,
          at(1, 1) + Number(a[i - 1] !== b[j - 1]),
          isSwap ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
};

/** Names of so few letters have others beside them that mean something: HOME is no HOST, API_KEY no APP_KEYS. */
const SHORT = 7;

const nearest = (name: string, known: readonly string[]): string | null => {
  const letters = lettersOf(name);
  const near = known
    .map((one) => ({ one, far: distance(letters, lettersOf(one)) }))
    .filter(({ one, far }) => far <= (lettersOf(one).length <= SHORT ? 1 : 2))
    .toSorted((a, b) => a.far - b.far);
  return near[0]?.one ?? null;
};

/** Those out of all names that are set. */
export const misspelt = (set: readonly string[], known: readonly string[]): readonly Misspelt[] =>
  set
    .filter((name) => !known.includes(name))
    .flatMap((variable) => {
      const meant = nearest(variable, known);
      return meant === null ? [] : [{ variable, meant }];
    });
