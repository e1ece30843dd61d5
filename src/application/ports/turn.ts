/** The turn of the event loop: what arrives in one is committed together. */
export interface Turn {
  /** Calls back once, after everything that is ready now has been handled. */
  atEnd(work: () => void): void;
}
