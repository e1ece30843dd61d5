/** What is wrong with a database, as far as that is known, and what to do about it. */
export class DatabaseFault extends Error {
  /**
   * @param what without a full stop
   * @param remedy a sentence
   */
  constructor(
    readonly what: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${what}. ${remedy}`, options);
  }
}
