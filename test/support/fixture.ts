/** What a contract suite is handed for each case. */
export interface Fixture<Adapter> {
  readonly adapter: Adapter;
  readonly teardown: () => Promise<void> | void;
}

export interface ContractOptions<Adapter> {
  readonly setup: () => Promise<Fixture<Adapter>> | Fixture<Adapter>;
}

/** Gives the adapter of the running case: a fresh one each time, taken down after it. */
export const eachTime = <Adapter>({ setup }: ContractOptions<Adapter>): (() => Adapter) => {
  let fixture: Fixture<Adapter> | undefined;
  beforeEach(async () => {
    fixture = await setup();
  });
  afterEach(async () => {
    const last = fixture;
    fixture = undefined;
    await last?.teardown();
  });
  return () => {
    if (fixture === undefined) throw new Error('an adapter is there within a case only');
    return fixture.adapter;
  };
};

/** For adapters that hold nothing. */
export const nothingToTakeDown = (): void => undefined;
