import { Command } from 'commander';
import { isLeft } from 'fp-ts/lib/Either.js';
import {
  type Examine,
  failed,
  type Finding,
  ok,
} from '../../adapters/outbound/common/examination.js';
import { messageOf } from '../../adapters/outbound/common/message-of.js';
import { examinations } from '../doctor/examinations.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { tryConfig } from './load-config.js';
import { progressOn } from './progress.js';
import { rebuildStore } from './rebuild-store.js';
import { stopSignals } from './stop-signals.js';

const HELP = `
Looks at what serve would need, with the same environment, and changes nothing: the configuration, Node, the data folder
with its room and modes, the store (whether it answers, its version, whether it is whole; of MongoDB also whether it is
a replica set, its indexes and its clock), the keys of tokens, Supabase, clamd, and the port. It may run beside a server.

Each line is one thing: ok, warning, or failed with what to do. With --json all of it is one value of JSON.
Exit code: 0 when nothing failed, 1 otherwise, 130 or 143 after SIGINT or SIGTERM.

--rebuild makes anew whatever the store keeps beside its log (states, slots, lists, places and names of messages,
tickets, search, statistics, counters), and says how much of each was not what the log says; in SQLite also tables,
indexes and triggers of these that somebody has dropped. The log itself is only read; one that is damaged is refused.
Stop every server first: one that runs on this DATA_DIR or database is named, and nothing is done. What is broken off
has changed nothing in SQLite, and part of it in MongoDB; run it again.
Exit code: 0 when all is as the log says now, 1 otherwise, 130 or 143 after SIGINT or SIGTERM.`;

interface DoctorOptions extends EnvFileOptions {
  readonly json?: boolean;
  readonly rebuild?: boolean;
}

/** What there is to look at, in its order; where the configuration cannot be used, that alone. */
const examinationsFor = (options: EnvFileOptions): readonly Examine[] => {
  const node = ok('node', `is ${process.versions.node}`);
  const config = tryConfig(options);
  if (isLeft(config)) {
    const advice = 'switchboard serve --help lists every variable.';
    const problems = config.left.map((problem) => failed('configuration', problem, advice));
    return [() => Promise.resolve([node, ...problems])];
  }
  const usable = ok('configuration', `can be used, with STORE ${config.right.store}`);
  return [() => Promise.resolve([node, usable]), ...examinations(config.right)];
};

/** Milliseconds. */
const TICK = 1_000;

/** Says how long something is looked at already. */
const timed = async <A>(work: Promise<A>): Promise<A> => {
  const progress = progressOn(process.stderr, undefined, 'seconds');
  const began = performance.now();
  const ticking = setInterval(() => {
    progress.show('looking', Math.round((performance.now() - began) / TICK), null);
  }, TICK);
  try {
    return await work;
  } finally {
    clearInterval(ticking);
    progress.clear();
  }
};

const lineOf = ({ name, level, says, advice }: Finding): string =>
  `${level.padEnd(7)}  ${name}: ${says}${advice === null ? '' : `\n         ${advice}`}\n`;

/** Whatever goes wrong with one of them, the others are looked at. */
const found = async (examine: Examine, signal: AbortSignal): Promise<readonly Finding[]> => {
  try {
    return await timed(examine(signal));
  } catch (error) {
    return [failed('doctor', messageOf(error), 'This is a bug: please tell of it.')];
  }
};

/** Each finding is told as it is made: a large database takes minutes. */
const examineAll = async (options: DoctorOptions): Promise<never> => {
  const { signal, exitCode } = stopSignals();
  // Who reads it, such as `head`, may have seen enough: the exit code says the rest.
  process.stdout.on('error', () => undefined);
  const inJson = options.json === true;
  const findings: Finding[] = [];
  for (const examine of examinationsFor(options)) {
    const some = await found(examine, signal);
    if (signal.aborted) return process.exit(exitCode());
    findings.push(...some);
    if (!inJson) process.stdout.write(some.map(lineOf).join(''));
  }
  const isWell = findings.every(({ level }) => level !== 'failed');
  if (inJson) process.stdout.write(`${JSON.stringify({ ok: isWell, findings }, null, 2)}\n`);
  return process.exit(isWell ? 0 : 1);
};

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Look at what the server needs, and say what to do where something is wrong.')
    .option('--json', 'for programs')
    .option('--rebuild', 'make anew what the store keeps beside its log')
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .action((options: DoctorOptions) =>
      options.rebuild === true ? rebuildStore(options) : examineAll(options),
    );
