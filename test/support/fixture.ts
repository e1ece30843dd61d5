/** What a contract is told: whom it is about, and how to come by one. */
export interface ContractOptions<Subject> {
  /** For the titles of the cases: `sqlite`. */
  readonly name: string;
  /** Before each case: a fresh subject, which has seen nothing and shares nothing with those before it. */
  setup(): Promise<Subject> | Subject;
  /** After each case, passed or failed: closes what setup gave, and removes what it left. */
  teardown?(subject: Subject): Promise<void> | void;
}

/** Gives the subject of the running case; one is there at a time. */
export const eachTime = <Subject>(options: ContractOptions<Subject>): (() => Subject) => {
  const subjects: Subject[] = [];
  beforeEach(async () => {
    subjects.push(await options.setup());
  });
  afterEach(async () => {
    for (const last of subjects.splice(0)) await options.teardown?.(last);
  });
  return () => {
    if (subjects.length === 0) throw new Error('a subject is there within a case only');
    return subjects[0] as Subject;
  };
};
