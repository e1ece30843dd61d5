import { Command } from 'commander';
import { copyDataDir } from '../data-dir-copy.js';
import { copiedElsewhere } from '../stores.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';
import { progressOn } from './progress.js';
import { stopSignals } from './stop-signals.js';

const HELP = `
Copies the data folder of the store sqlite into a new one, while a server goes on with it: the database as it is at one
moment, with everything that was acknowledged before the command began, then the files that came with messages, and in
development the secret. The copy is checked, and has its name when it is whole and on the disk; it is readable for its
owner alone.

To restore it, start the server with DATA_DIR set to the copy, or to a copy of that. It may be of an older version of
Switchboard: the server brings it up to date.

MongoDB has mongodump for this. What is to be read in years, or by another store, is for export.

Progress and a summary go to standard error, progress only if that is a terminal.
Exit code: 0 when the copy is there, 1 when it is not, 130 or 143 after SIGINT or SIGTERM.

Environment, as for serve:
  DATA_DIR   which folder is copied

Example:
  switchboard backup /backups/$(date +%F)`;

const backUp = async (target: string, options: EnvFileOptions): Promise<void> => {
  const { store, dataDir } = loadConfig(options);
  const elsewhere = copiedElsewhere[store];
  if (elsewhere !== null) fail(`STORE is ${store}: ${elsewhere}.`);
  const { signal, exitCode } = stopSignals();
  const pages = progressOn(process.stderr, undefined, 'pages');
  const files = progressOn(process.stderr, undefined, 'files');
  try {
    const copied = await copyDataDir(dataDir, target, {
      signal,
      pages: (done, all) => pages.show('database', done, all),
      files: (done) => files.show('uploads', done, null),
    });
    pages.clear();
    files.clear();
    process.stderr.write(`Copied ${dataDir} to ${target}, with ${copied} files of messages.\n`);
  } catch (error) {
    pages.clear();
    files.clear();
    if (!signal.aborted) return fail(error);
    process.stderr.write('Stopped: nothing has been copied.\n');
    process.exit(exitCode());
  }
  process.exit(0);
};

export const backupCommand = (): Command =>
  new Command('backup')
    .description('Copy the data folder of SQLite while a server goes on with it.')
    .argument('<folder>', 'where to; it may not be there yet')
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .action(backUp);
