import { Command } from 'commander';
import { isLeft } from 'fp-ts/lib/Either.js';
import { createExportFile, type ExportFile } from '../../adapters/outbound/ndjson/export-file.js';
import { writeExport, type Written } from '../../adapters/outbound/ndjson/write-export.js';
import type { Store } from '../../application/ports/store.js';
import { exportRecords } from '../../application/transfer/export-records.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';
import { progressOn } from './progress.js';
import { stopSignals, type StopSignals } from './stop-signals.js';
import { describeTransfer, ENVIRONMENT, nameOf, openTransferStore } from './transfer-store.js';

const HELP = `
Writes all conversations and all staff as lines of JSON, in UTF-8. The first line names the format, its
version, and how much follows; the last has the SHA-256 of all before it. Secrets and tokens are not in it,
but everything that people wrote is. Nor are the files that people sent, but what is known of them: copy them
beside it (docs/moving.md).

The export is of one moment, and a server may go on meanwhile. The same data gives the same bytes, from
whatever store: two exports can be compared by cmp.

A file is written beside its place, readable for its owner alone, and gets its name when it is whole. Without
a file, or with -, standard output is written; a pipe that is closed early makes the command fail.

Progress and a summary go to standard error, progress only if that is a terminal.
Exit code: 0 when all has been written, 1 when it has not, 130 or 143 after SIGINT or SIGTERM.
${ENVIRONMENT}

Examples:
  switchboard export backup.ndjson
  switchboard export | gzip > backup.ndjson.gz
  STORE=sqlite switchboard export | STORE=mongodb MONGODB_URI=… switchboard import`;

interface ExportOptions extends EnvFileOptions {
  readonly force?: boolean;
}

/** A signal ends it as any other process: there is nothing to tidy up, and a blocked pipe holds nobody up. */
const standardOutput = (): ExportFile => {
  // Whoever writes hears of it.
  process.stdout.on('error', () => undefined);
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => {
          if (error) reject(new Error(`Standard output: ${error.message}`, { cause: error }));
          else resolve();
        });
      }),
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
};

/** @throws Error when the store or the output fails, or the signal is aborted */
const writeAll = async (
  store: Store,
  file: ExportFile,
  signal: AbortSignal | null,
): Promise<Written> => {
  const progress = progressOn(process.stderr);
  const shown =
    (doing: string) =>
    (done: number, all: number | null = null): void => {
      signal?.throwIfAborted();
      progress.show(doing, done, all);
    };
  try {
    const records = exportRecords({ ...store, onCounted: shown('counting') });
    const written = await writeExport(records, (text) => file.write(text), shown('exporting'));
    if (isLeft(written)) throw new Error('The store failed; its log above says why.');
    signal?.throwIfAborted();
    await file.commit();
    return written.right;
  } finally {
    progress.clear();
  }
};

const exportTo = async (path: string, options: ExportOptions): Promise<void> => {
  const config = loadConfig(options);
  const isFile = path !== '-';
  const stopping: StopSignals | null = isFile ? stopSignals() : null;
  try {
    const store = await openTransferStore(config, { mustBeThere: true });
    try {
      const file = isFile ? await createExportFile(path, options.force ?? false) : standardOutput();
      try {
        const { header, withFiles } = await writeAll(store, file, stopping?.signal ?? null);
        process.stderr.write(
          `Exported ${nameOf(config)}: ${describeTransfer(header, withFiles)}\n`,
        );
      } catch (error) {
        await file.discard();
        throw error;
      }
    } finally {
      await store.close();
    }
  } catch (error) {
    if (stopping?.signal.aborted !== true) return fail(error);
    process.stderr.write('Stopped: nothing has been exported.\n');
    process.exit(stopping.exitCode());
  }
  process.exit(0);
};

export const exportCommand = (): Command =>
  new Command('export')
    .description(
      'Write all that the store holds, but files that people sent, to keep it or to import it elsewhere.',
    )
    .argument('[file]', 'where to; - is standard output', '-')
    .option('--force', 'write over a file that is there')
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .action(exportTo);
