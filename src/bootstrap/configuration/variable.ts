import * as t from 'io-ts';

/** A variable of the environment: what it may be, what it is if not set, and what it means. */
export interface Variable<C extends t.Mixed = t.Mixed> {
  readonly codec: C;
  readonly fallback: t.TypeOf<C>;
  /** In Markdown, after the name. */
  readonly meaning: string;
  /** What the default is in words: before it, or where there is none that could be set. */
  readonly note: string;
}

export type VariableGroup = Readonly<Record<string, Variable>>;

/** An empty variable is as good as none. */
const optional = <A, D>(codec: t.Type<A>, fallback: D): t.Type<A | D> =>
  new t.Type<A | D>(
    codec.name,
    (_value): _value is A | D => true,
    (value, context) =>
      value === undefined || value === '' ? t.success(fallback) : codec.validate(value, context),
    t.identity,
  );

export const variable = <A, const D>(
  codec: t.Type<A>,
  fallback: D,
  meaning: string,
  note = '',
): Variable<t.Type<A | D>> => ({ codec: optional(codec, fallback), fallback, meaning, note });
