import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface KeptWorkerOptions {
  readonly script: URL;
  readonly workerData: unknown;
  /** Milliseconds until the first start: who is stopped before it has cost no thread. */
  readonly firstAfter: number;
  /** Milliseconds between a death and the next start; doubled each time, up to the longest. */
  readonly firstPause: number;
  readonly longestPause: number;
  onMessage(message: unknown): void;
  onDeath(error: unknown, pause: number): void;
}

export interface KeptWorker {
  /** Asks it to end by a message, and is done when it has. */
  stop(): Promise<void>;
}

/** One life of the thread, until it ends or cannot begin; what ended it. */
const lifeOf = (
  { script, workerData, onMessage }: KeptWorkerOptions,
  stopping: AbortSignal,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData });
    const stop = (): void => worker.postMessage('stop');
    stopping.addEventListener('abort', stop);
    worker.on('message', onMessage);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      stopping.removeEventListener('abort', stop);
      resolve(new Error(`the thread ended with code ${code}`));
    });
  });

/** After a long life it starts from the first one again. */
export const nextPause = (
  before: number | null,
  lived: number,
  { firstPause, longestPause }: Pick<KeptWorkerOptions, 'firstPause' | 'longestPause'>,
): number =>
  before === null || lived > longestPause ? firstPause : Math.min(before * 2, longestPause);

/** Keeps a thread running: one that dies is followed by another. */
export const keepWorker = (options: KeptWorkerOptions): KeptWorker => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const isStopping = (): boolean => signal.aborted;

  const run = async (): Promise<void> => {
    let pause: number | null = null;
    const { firstAfter } = options;
    if (firstAfter > 0) await delay(firstAfter, undefined, { signal }).catch(() => undefined);
    while (!isStopping()) {
      const startedAt = performance.now();
      const error = await lifeOf(options, signal).catch((reason: unknown) => reason);
      if (isStopping()) return;
      pause = nextPause(pause, performance.now() - startedAt, options);
      options.onDeath(error, pause);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  };

  const running = run();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
};
