import { constants } from 'node:os';

export interface StopSignals {
  /** Aborted by the first SIGINT or SIGTERM; the next one ends the process at once. */
  readonly signal: AbortSignal;
  /** The exit code of a process that such a signal has ended. */
  exitCode(): number;
}

export const stopSignals = (): StopSignals => {
  const controller = new AbortController();
  let code = 1;
  const names = ['SIGINT', 'SIGTERM'] as const;
  const stop = (name: NodeJS.Signals): void => {
    code = 128 + constants.signals[name];
    for (const one of names) process.off(one, stop);
    controller.abort();
  };
  for (const name of names) process.on(name, stop);
  return { signal: controller.signal, exitCode: () => code };
};
