/** The names in a record, in its order. */
export const namesOf = <Name extends string>(
  record: Readonly<Record<Name, unknown>>,
): readonly Name[] =>
  Object.keys(record).filter((name): name is Name => Object.hasOwn(record, name));
