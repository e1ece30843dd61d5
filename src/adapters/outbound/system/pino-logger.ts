import { type DestinationStream, type Level, pino } from 'pino';
import type { LogFields, Logger } from '../../../application/ports/logger.js';

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line. */
export const pinoLogger = (level: LogLevel, destination: DestinationStream): Logger => {
  const options = { level, serializers: { error: pino.stdSerializers.err } };
  const logger = pino(options, destination);
  const at =
    (name: Level) =>
    (message: string, fields: LogFields = {}): void =>
      logger[name](fields, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};
