import { Command } from 'commander';
import { backupCommand } from './backup-command.js';
import { benchCommand } from './bench-command.js';
import { doctorCommand } from './doctor-command.js';
import { exportCommand } from './export-command.js';
import { fail } from './fail.js';
import { importCommand } from './import-command.js';
import { serveCommand } from './serve-command.js';
import { tokenCommand } from './token-command.js';
import { topCommand } from './top-command.js';
import { version } from './version.js';

const HELP = `
Each command has more to say: switchboard serve --help lists every variable that can be set.

Examples:
  switchboard serve                              on port 3001, with its data in ./data
  switchboard serve --env-file switchboard.env   as a file of variables says
  switchboard token --role customer --sub alice --name Alice
  switchboard export backup.ndjson`;

/** Does what the process's arguments say. */
export const runCommandLine = async (): Promise<void> => {
  await new Command('switchboard')
    .description('A customer-support chat backend over Socket.IO, plain WebSocket and REST.')
    .version(version(), '-V, --version', 'print the version')
    .addCommand(serveCommand())
    .addCommand(tokenCommand())
    .addCommand(topCommand())
    .addCommand(doctorCommand())
    .addCommand(benchCommand())
    .addCommand(backupCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addHelpText('after', HELP)
    .parseAsync()
    .catch(fail);
};
