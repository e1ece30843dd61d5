import { spawnSync } from 'node:child_process';

/** Servers on one core and the generator on another, so that neither waits for the other. */
export interface Cores {
  readonly servers: number;
  readonly generator: number;
}

const taskset = (...args: readonly string[]): string => {
  const { status, stdout } = spawnSync('taskset', args, { encoding: 'utf8' });
  return status === 0 ? stdout : '';
};

/** Null where there is no `taskset`, or one core only. */
export const twoCores = (): Cores | null => {
  // Such as `pid 7's current affinity list: 0-3,6`; the first and the last share the least.
  const allowed = taskset('-cp', String(process.pid)).split(': ')[1]?.match(/\d+/g) ?? [];
  const [servers, generator] = [Number(allowed[0]), Number(allowed.at(-1))];
  return allowed.length === 0 || servers === generator ? null : { servers, generator };
};

/** Keeps all threads of this process on one core. */
export const pinThisProcess = (core: number): void => {
  taskset('-acp', String(core), String(process.pid));
};

/** A command that runs on one core from its beginning. */
export const pinned = (core: number | null, command: readonly string[]): readonly string[] =>
  core === null ? command : ['taskset', '-c', String(core), ...command];
