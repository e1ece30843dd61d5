/** What a scanner has to say of a file, once it has seen all of it. */
export type Verdict =
  | { readonly kind: 'clean' }
  /** With the name of what was found. */
  | { readonly kind: 'infected'; readonly threat: string }
  /** It could not be reached, did not answer in time, or took no more of it. */
  | { readonly kind: 'unavailable' };

/** One file, as it comes. */
export interface Scan {
  /**
   * Waits for as long as the scanner takes no more, after which the bytes are the caller's again; never throws, also once
   * it is known that there will be no verdict.
   */
  take(bytes: Uint8Array): Promise<void>;
  /** Asked once, after all of it. */
  verdict(): Promise<Verdict>;
  /** Nothing more comes, and nobody asks. Does nothing after the verdict. */
  abandon(): void;
}

/** Looks for malicious content. */
export interface FileScanner {
  begin(): Scan;
}
