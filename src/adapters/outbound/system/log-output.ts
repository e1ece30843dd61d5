import type { Writable } from 'node:stream';
import { type DestinationStream, pino } from 'pino';
import { systemClock } from './system-clock.js';

/** Where the log's lines go. */
export interface LogOutput extends DestinationStream {
  /** Resolves once all lines have been taken, and within a second in any case. */
  flush(): Promise<void>;
}

const LIMITS = {
  /** Characters that may wait for whoever reads the log. */
  maxUnread: 16 * 1024 * 1024,
  /** Milliseconds for him to take them at the end. */
  patience: 1_000,
};

const droppedLine = (dropped: number): string => {
  const level = pino.levels.values['warn'];
  const msg = 'log lines were dropped, since nobody read them';
  return `${JSON.stringify({ level, time: systemClock.now(), msg, dropped })}\n`;
};

/** A reader who is gone, or a disk that is full, costs the lines, and not the server. */
const ignore = (): void => undefined;

/**
 * Never waits long for whoever reads a stream: what is too much to keep for him is dropped and counted. Pino's
 * own output keeps everything, and at the end of the process waits for ever at a pipe that nobody empties.
 */
export const logOutput = (stream: Writable, limits = LIMITS): LogOutput => {
  const { maxUnread, patience } = limits;
  let dropped = 0;
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  return {
    write: (line) => {
      if (stream.writableLength > maxUnread) {
        dropped += 1;
        return;
      }
      if (dropped > 0) stream.write(droppedLine(dropped));
      dropped = 0;
      stream.write(line);
    },
    flush: () =>
      new Promise((resolve) => {
        const giveUp = setTimeout(resolve, patience);
        stream.write('', () => {
          clearTimeout(giveUp);
          resolve();
        });
      }),
  };
};
