/** Structured facts about one entry; never a token, a code or a message's text. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** A bug, or a store that is down; `error` goes in `fields`. */
  error(message: string, fields?: LogFields): void;
}
