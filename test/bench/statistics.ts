export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The value that this share of the values, 0 to 1, is not above; between two of them if need be. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place % 1);
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);
