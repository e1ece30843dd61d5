import { constants } from 'node:os';
import { startedByNpm } from './load-config.js';

export interface StopSignals {
  /** Aborted by the first SIGINT or SIGTERM; the next one ends the process at once. */
  readonly signal: AbortSignal;
  /** The exit code of a process that such a signal has ended. */
  exitCode(): number;
}

/** What signals come from and end: the process. */
export interface Signalled {
  on(name: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): unknown;
}

export interface StopSignalOptions {
  /** Whether npm has started the process: it passes on what a terminal or a supervisor has sent to both. */
  readonly isUnderNpm?: boolean;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly process?: Signalled;
}

const NAMES = ['SIGINT', 'SIGTERM'] as const;

/** Milliseconds in which npm has passed a signal on. */
const ECHO = 1_000;

const codeOf = (name: NodeJS.Signals): number => 128 + constants.signals[name];

/** By exit rather than by the signal itself, which does nothing to the first process of a container. */
export const stopSignals = ({
  isUnderNpm = startedByNpm(),
  now = () => performance.now(),
  process: signalled = process,
}: StopSignalOptions = {}): StopSignals => {
  const controller = new AbortController();
  let first: { readonly name: NodeJS.Signals; readonly at: number } | null = null;
  const isEcho = (name: NodeJS.Signals): boolean =>
    isUnderNpm && first?.name === name && now() - first.at < ECHO;
  const stop = (name: NodeJS.Signals): void => {
    if (first === null) {
      first = { name, at: now() };
      controller.abort();
    } else if (!isEcho(name)) signalled.exit(codeOf(name));
  };
  for (const name of NAMES) signalled.on(name, () => stop(name));
  return {
    signal: controller.signal,
    exitCode: () => (first === null ? 1 : codeOf(first.name)),
  };
};
