import { isDeepStrictEqual } from 'node:util';

/** As it arrives, without what is undefined. */
export const inJson = (value: unknown): unknown => {
  const { said } = JSON.parse(JSON.stringify({ said: value })) as { readonly said?: unknown };
  return said;
};

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;

const commonHead = (one: string, other: string): string => {
  let end = 0;
  while (end < one.length && one[end] === other[end]) end += 1;
  return one.slice(0, end);
};

/** Whether a value in JSON differs from two that are made alike only where those differ from each other. */
export const isLike = (value: unknown, one: unknown, other: unknown): boolean => {
  if (isDeepStrictEqual(one, other)) return isDeepStrictEqual(value, one);
  if (kindOf(one) !== kindOf(other)) return true;
  if (kindOf(value) !== kindOf(one)) return false;
  if (typeof one === 'string') return String(value).startsWith(commonHead(one, String(other)));
  if (typeof one !== 'object') return true;
  const [fields, ...two] = [value, one, other].map((of) => ({ ...(of as object) })) as [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
  ];
  const names = [fields, ...two].map((of) => Object.keys(of).sort());
  return (
    isDeepStrictEqual(names[0], names[1]) &&
    Object.keys(fields).every((name) => isLike(fields[name], two[0][name], two[1][name]))
  );
};
