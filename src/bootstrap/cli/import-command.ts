import { Command } from 'commander';
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { readExport } from '../../adapters/outbound/ndjson/read-export.js';
import {
  type Imported,
  type ImportFailure,
  importRecords,
} from '../../application/transfer/import-records.js';
import { checkRecords } from '../../application/transfer/read-records.js';
import type { Config } from '../config.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { consequenceOf, describeImportFailure } from './import-refusal.js';
import { type ImportSource, importSource } from './import-source.js';
import { loadConfig } from './load-config.js';
import { type Progress, progressOn } from './progress.js';
import { stopSignals, type StopSignals } from './stop-signals.js';
import { describeTransfer, ENVIRONMENT, nameOf, openTransferStore } from './transfer-store.js';

const HELP = `
Reads what export wrote, of this version of the format or an older one. A file is read twice: the first time
nothing is stored, so that one which is damaged, cut off or of a newer version leaves the store as it is.
Standard input, and a pipe, can be read but once: there each conversation is stored when it has been read, a
line that is wrong ends the import with nothing behind it stored, and a wrong checksum shows at the end.

What is stored already is compared and passed over, so an import that was broken off, even by kill -9, is
completed by running it again. Where the store holds another event, another conversation under the same
number, or another open one in the same place, the import ends and names the conversation and the seq; what
was stored before that stays. Nothing that is there is ever changed; staff whom the store knows are left as
they are. Afterwards new conversations get numbers past all imported ones.

The files that people sent are not in an export: their messages name them, and lead nowhere until they are
copied beside the new store, which is for stores of the same kind alone (docs/moving.md).

A server may use the store meanwhile, and both stay whole: each append holds only at the seq that it counts on.
But who is connected hears nothing of what is imported, and a number or a place that the server's clients
were faster to take ends the import. So import before the first start.

Progress and a summary go to standard error, progress only if that is a terminal.
Exit code: 0 when all is stored, 1 when it is not, 130 or 143 after SIGINT or SIGTERM.
${ENVIRONMENT}

Examples:
  switchboard import backup.ndjson
  gunzip -c backup.ndjson.gz | switchboard import`;

type Failed = Either<ImportFailure, unknown>;

interface Running {
  readonly source: ImportSource;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** @throws Error when the store cannot be opened */
const store = async (
  config: Config,
  { source, signal, progress }: Running,
): Promise<Either<ImportFailure, Imported>> => {
  const { log, agents, reads, close } = await openTransferStore(config, { mustBeThere: false });
  try {
    const onStored = (events: number, all: number): void => {
      progress.show('importing', events, all);
    };
    return await importRecords(
      { log, agents, reads, onStored },
      readExport(source.read(signal), signal),
    );
  } finally {
    progress.clear();
    await close();
  }
};

const saySummary = (config: Config, { header, staffKept, withFiles }: Imported): void => {
  const kept =
    staffKept === 0 ? '' : ` Of the staff, ${staffKept} were known otherwise, and are left so.`;
  process.stderr.write(
    `Imported into ${nameOf(config)}: ${describeTransfer(header, withFiles)}${kept}\n`,
  );
};

/** Ends the process, if that is so. */
const endIfFailed = (
  result: Failed,
  source: ImportSource,
  stopping: StopSignals,
  consequence: (failure: ImportFailure) => string,
): void => {
  if (!isLeft(result)) return;
  const failure = result.left;
  process.stderr.write(`${describeImportFailure(failure, source.name)}. ${consequence(failure)}\n`);
  process.exit(failure.kind === 'Interrupted' ? stopping.exitCode() : 1);
};

const importFrom = async (path: string, options: EnvFileOptions): Promise<void> => {
  const config = loadConfig(options);
  const stopping = stopSignals();
  const { signal } = stopping;
  try {
    const source = await importSource(path);
    if (source.isRereadable) {
      const checked = await checkRecords(readExport(source.read(signal), signal));
      endIfFailed(checked, source, stopping, () => 'Nothing was stored.');
    }
    const running = { source, signal, progress: progressOn(process.stderr) };
    const imported = await store(config, running);
    endIfFailed(imported, source, stopping, consequenceOf);
    if (!isLeft(imported)) saySummary(config, imported.right);
  } catch (error) {
    fail(error);
  }
  process.exit(0);
};

export const importCommand = (): Command =>
  new Command('import')
    .description(
      'Store what an export holds: in a new store, or to go on with an import broken off.',
    )
    .argument('[file]', 'where from; - is standard input', '-')
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .action(importFrom);
