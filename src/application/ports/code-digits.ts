/** What a code's id stands for: neither can be told from what is kept or sent, save by who has the key. */
export interface CodeDigits {
  /** Six digits, always the same for the same id. */
  digitsOf(codeId: string): string;
  /** What a code of these digits is found by; it takes whatever somebody tried. */
  keyOf(digits: string): string;
}
