/** New names: UUID v7, lower case, never the same twice. */
export interface IdGenerator {
  next(): string;
}
