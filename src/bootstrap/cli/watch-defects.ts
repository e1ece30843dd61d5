import type { EventEmitter } from 'node:events';
import type { App } from '../app.js';

/** What nobody has caught is on record: a promise ends nobody's connection, an exception leaves nothing to go on with. */
export const watchDefects = (
  process: Pick<EventEmitter, 'on'>,
  { logger, flushLog }: Pick<App, 'logger' | 'flushLog'>,
  exit: (code: number) => void,
): void => {
  process.on('unhandledRejection', (error: unknown) => {
    logger.error('a rejection was not handled', { error });
  });
  process.on('uncaughtException', (error: unknown) => {
    logger.error('an exception was not caught', { error });
    const end = (): void => exit(1);
    flushLog().then(end, end);
  });
};
