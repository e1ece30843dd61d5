import { Command } from 'commander';
import { fail } from './fail.js';
import { version } from './version.js';

interface Listed {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command by its name. Each is loaded when it is asked for: a version need not wait for a database's driver. */
const COMMANDS: Readonly<Record<string, Listed>> = {
  serve: {
    summary: 'start the server',
    load: async () => (await import('./serve-command.js')).serveCommand(),
  },
  token: {
    summary: 'mint a token for development',
    load: async () => (await import('./token-command.js')).tokenCommand(),
  },
  top: {
    summary: 'show what a running server does, once a second',
    load: async () => (await import('./top-command.js')).topCommand(),
  },
  doctor: {
    summary: 'look at what the server needs, and say what to do where something is wrong',
    load: async () => (await import('./doctor-command.js')).doctorCommand(),
  },
  bench: {
    summary: 'load a server that runs, to find the size of a machine',
    load: async () => (await import('./bench-command.js')).benchCommand(),
  },
  backup: {
    summary: 'copy the data folder of SQLite while a server goes on with it',
    load: async () => (await import('./backup-command.js')).backupCommand(),
  },
  export: {
    summary: 'write all that the store holds to a file',
    load: async () => (await import('./export-command.js')).exportCommand(),
  },
  import: {
    summary: 'store what an export holds',
    load: async () => (await import('./import-command.js')).importCommand(),
  },
};

const HELP = `
Each command has more to say: switchboard serve --help lists every variable that can be set.

Examples:
  switchboard serve                              on port 3001, with its data in ./data
  switchboard serve --env-file switchboard.env   as a file of variables says
  switchboard token --role customer --sub alice --name Alice
  switchboard export backup.ndjson`;

/** Those that nobody asked for are there by their names alone. */
const commands = (asked: string | undefined): Promise<readonly Command[]> =>
  Promise.all(
    Object.entries(COMMANDS).map(async ([name, { summary, load }]) =>
      name === asked ? load() : new Command(name).description(summary),
    ),
  );

/** Does what the process's arguments say. */
export const runCommandLine = async (): Promise<void> => {
  const [first, second] = process.argv.slice(2);
  const program = new Command('switchboard')
    .description('A customer-support chat backend over Socket.IO, plain WebSocket and REST.')
    .version(version(), '-V, --version', 'print the version')
    .addHelpText('after', HELP);
  for (const command of await commands(first === 'help' ? second : first)) {
    program.addCommand(command);
  }
  await program.parseAsync().catch(fail);
};
