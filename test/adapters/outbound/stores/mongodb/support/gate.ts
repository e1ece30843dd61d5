/** Whoever comes to it waits until it is opened. */
export interface Gate {
  /** Resolves when the first has come. */
  readonly reached: Promise<void>;
  pass(): Promise<void>;
  open(): void;
}

export const gate = (): Gate => {
  const { promise: opened, resolve: open } = Promise.withResolvers<undefined>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<undefined>();
  return {
    reached: reached.then(() => undefined),
    pass: async () => {
      reach(undefined);
      await opened;
    },
    open: () => open(undefined),
  };
};

/** An object of which one method is another; all else is as it was. */
export const withMethod = <Of extends object, Name extends keyof Of>(
  object: Of,
  name: Name,
  method: Of[Name],
): Of =>
  new Proxy(object, {
    get: (target, key) => {
      if (key === name) return method;
      const value = Reflect.get(target, key, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
