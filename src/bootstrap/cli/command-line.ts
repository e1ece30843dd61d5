import { Command } from 'commander';
import { backupCommand } from './backup-command.js';
import { exportCommand } from './export-command.js';
import { importCommand } from './import-command.js';
import { serveCommand } from './serve-command.js';
import { tokenCommand } from './token-command.js';

/** Does what the process's arguments say. */
export const runCommandLine = async (): Promise<void> => {
  await new Command('switchboard')
    .description('A customer-support chat backend over Socket.IO, plain WebSocket and REST.')
    .addCommand(serveCommand())
    .addCommand(tokenCommand())
    .addCommand(backupCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .parseAsync();
};
