import type { Environment } from './commands.js';

/** With what a program is looked for that is not there yet. */
export interface Fetching {
  readonly environment: Environment;
  /** A folder that keeps what was fetched; it need not be there. */
  readonly cache: string;
  /** Hears of what takes long. */
  readonly tell: (line: string) => void;
}
