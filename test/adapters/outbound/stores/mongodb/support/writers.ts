import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ConversationId } from '../../../../../../src/domain/ids.js';
import type { Told } from './told.js';

const PROCESS = fileURLToPath(new URL('./writing-process.js', import.meta.url));

/** Processes that write to the same conversations. */
export interface Writers {
  /** All that they have told, in order. */
  readonly told: readonly Told[];
  /** Resolves when so many more things have been stored, whoever stored them. */
  stored(count: number): Promise<void>;
  /** SIGKILL to one of them, and another begins. */
  killOne(): Promise<void>;
  /** Resolves when all that was begun is settled. */
  stop(): Promise<void>;
  /** SIGKILL to all. */
  kill(): void;
}

export const writersOf = (
  uri: string,
  ids: readonly ConversationId[],
  processes: number,
): Writers => {
  const told: Told[] = [];
  const living: ChildProcess[] = [];
  const dead = Promise.withResolvers<never>();
  // Whoever waits is told; nobody may be waiting.
  dead.promise.catch(() => undefined);
  let begun = 0;
  let stored = 0;
  let heard = Promise.withResolvers<undefined>();

  const begin = (): void => {
    begun += 1;
    const child = fork(PROCESS, [uri, `w${begun}`, ...ids]);
    living.push(child);
    child.on('message', (one: Told) => {
      told.push(one);
      if ('fate' in one && one.fate !== 'stored') return;
      stored += 1;
      heard.resolve(undefined);
      heard = Promise.withResolvers();
    });
    child.once('exit', (code) => {
      if (code !== 0 && !child.killed) dead.reject(new Error(`a writer ended with ${code}`));
    });
  };

  for (let n = 0; n < processes; n += 1) begin();
  return {
    told,
    stored: async (count) => {
      const enough = stored + count;
      while (stored < enough) await Promise.race([heard.promise, dead.promise]);
    },
    killOne: async () => {
      const child = living.shift();
      const exited = child === undefined ? [] : [once(child, 'exit')];
      child?.kill('SIGKILL');
      await Promise.all(exited);
      begin();
    },
    stop: async () => {
      const all = living.splice(0).map(async (child) => {
        const ended = once(child, 'close');
        child.send('stop');
        await ended;
      });
      await Promise.race([Promise.all(all), dead.promise]);
    },
    kill: () => {
      for (const child of living.splice(0)) child.kill('SIGKILL');
    },
  };
};
