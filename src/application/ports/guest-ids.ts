/**
 * What a guest proves with that an id is his: the id's secret form (design, section 5). It is no string, so that
 * the compiler refuses it wherever an id or a text belongs; it shows nothing of itself in JSON or in a log.
 */
export interface GuestCredential {
  /** The secret form: for its owner's eyes alone. */
  reveal(): string;
  /** Not the secret form. */
  toString(): string;
}

/** Guests' ids in their two forms, of which the core knows the public one alone. None is kept anywhere: either form is made from the other. */
export interface GuestIds {
  /** An id that nobody had before. */
  issue(): string;
  /** Whose credential it is; `null` for whatever was not issued here, public forms too. */
  check(candidate: unknown): string | null;
  credentialOf(id: string): GuestCredential;
}
