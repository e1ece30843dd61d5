import type { LogFields, Logger } from '../../src/application/ports/logger.js';

export interface LoggedEntry {
  readonly level: keyof Logger;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps what it is told. */
export class RecordingLogger implements Logger {
  readonly entries: LoggedEntry[] = [];

  readonly debug = this.at('debug');
  readonly info = this.at('info');
  readonly warn = this.at('warn');
  readonly error = this.at('error');

  private at(level: keyof Logger) {
    return (message: string, fields: LogFields = {}): void => {
      this.entries.push({ level, message, fields });
    };
  }
}
