import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** For values that have to be right to the last member: nothing is passed over, filled in or made fit. */
export type Exact<A> = t.Decoder<unknown, A>;

const exact = <A>(name: string, validate: t.Validate<unknown, A>): Exact<A> =>
  new t.Type<A, unknown>(name, (_value): _value is A => true, validate, t.identity);

/** @param expects says after "must be" what passes */
const expecting = <A>(expects: string, passes: (value: unknown) => boolean): Exact<A> =>
  exact(expects, (value, context) =>
    passes(value) ? t.success(value as A) : t.failure(value, context, `must be ${expects}`),
  );

/** What every store keeps as it is. */
const isText = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed();

export const text = expecting<string>('a text', isText);

export const whole = (least: number, most = Number.MAX_SAFE_INTEGER): Exact<number> =>
  expecting(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

export const matching = <A extends string>(expects: string, pattern: RegExp): Exact<A> =>
  expecting(expects, (value) => typeof value === 'string' && pattern.test(value));

export const flag = expecting<boolean>('true or false', (value) => typeof value === 'boolean');

export const oneOf = <const A extends string | number>(...values: readonly A[]): Exact<A> =>
  expecting(values.join(' or '), (value) => values.some((one) => one === value));

export const nullable = <A>(codec: Exact<A>): Exact<A | null> =>
  exact(`${codec.name} or null`, (value, context) =>
    value === null ? t.success(null) : codec.validate(value, context),
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const texts = expecting<readonly string[]>(
  'a list of texts',
  (value) => Array.isArray(value) && value.every(isText),
);

export const textsByName = expecting<Readonly<Record<string, string>>>(
  'an object of texts',
  (value) => isObject(value) && Object.entries(value).flat().every(isText),
);

type Members<A> = { readonly [Name in keyof A]-?: Exact<Exclude<A[Name], undefined>> };

/**
 * An object with these members and no other. A type does not build until every member has its codec here.
 * @param optional those that may be missing
 */
export const object = <A extends object>(
  members: Members<A>,
  ...optional: readonly (keyof A)[]
): Exact<A> => {
  const codecs = Object.entries<Exact<unknown>>(members);
  return exact('object', (value, context) => {
    if (!isObject(value)) return t.failure(value, context, 'must be an object');
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined) return t.failure(value, context, 'has a member that is not known');
    for (const [name, codec] of codecs) {
      const isThere = Object.hasOwn(value, name);
      if (!isThere && optional.some((one) => one === name)) continue;
      const at = t.appendContext(context, name, codec);
      if (!isThere) return t.failure(undefined, at, 'is missing');
      const member = codec.validate(value[name], at);
      if (isLeft(member)) return member;
    }
    return t.success(value as A);
  });
};

/** From one to so many of a kind. */
export const some = <A>(codec: Exact<A>, most: number): Exact<readonly A[]> =>
  exact(`list of ${codec.name}`, (value, context) => {
    if (!Array.isArray(value)) return t.failure(value, context, 'must be a list');
    if (value.length === 0 || value.length > most) {
      return t.failure(value, context, `must have from 1 to ${most} entries`);
    }
    for (const [index, entry] of value.entries()) {
      const one = codec.validate(entry, t.appendContext(context, String(index), codec));
      if (isLeft(one)) return one;
    }
    return t.success(value as readonly A[]);
  });

/** One of several kinds of object, which the member of this name tells apart. */
export const tagged = <A>(name: string, kinds: Readonly<Record<string, Exact<A>>>): Exact<A> =>
  exact(name, (value, context) => {
    if (!isObject(value)) return t.failure(value, context, 'must be an object');
    const kind = value[name];
    const codec = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    return codec === undefined
      ? t.failure(value, t.appendContext(context, name, text), 'is of no known kind')
      : codec.validate(value, context);
  });

/** What is wrong first, and where; never what stands there, which people may have written. */
export const faultIn = (errors: t.Errors): string => {
  const [error] = errors;
  const path = error?.context.map(({ key }) => key).filter((key) => key !== '') ?? [];
  return `${path.join('.')} ${error?.message ?? 'is wrong'}`.trimStart();
};
