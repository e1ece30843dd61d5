import type { Host, Room, Running } from './host.js';

/** A container that idles, in which commands can be run. */
export interface Container {
  /** Resolves when the command has ended. */
  exec(command: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }>;
  remove(): Promise<void>;
}

/** Leaves its number for those who signal it: what `exec` gives of a command is its end alone. */
const NUMBERED = 'echo $$ > "$0" && exec "$@"';
const WRITTEN = 'umask 077 && printf %s "$1" > "$0"';
const SIGNALLED = 'kill "$1" "$(cat "$0")"';

/** The ports must be the container's own, and published under the same numbers. */
export const containerHost = async (
  container: Container,
  program: string,
  rooms: readonly Room[],
): Promise<Host> => {
  const run = async (...command: readonly string[]): Promise<void> => {
    const { exitCode, output } = await container.exec(command);
    if (exitCode !== 0) throw new Error(`${command.join(' ')}: exit code ${exitCode}, ${output}`);
  };
  await run('mkdir', '-p', ...rooms.map(({ folder }) => folder));
  return {
    rooms,
    listenOn: '0.0.0.0',
    run: ({ folder }, args): Promise<Running> => {
      const number = `${folder}.pid`;
      let over = false;
      const ended = container
        .exec(['sh', '-c', NUMBERED, number, program, ...args])
        .then(({ exitCode, output }) => `exit code ${exitCode} ${output}`, String)
        .finally(() => {
          over = true;
        });
      // Another process may bear the number of one that has ended.
      const signal = async (name: NodeJS.Signals): Promise<void> => {
        if (!over) await run('sh', '-c', SIGNALLED, number, `-${name.slice('SIG'.length)}`);
      };
      return Promise.resolve({
        ended,
        signal,
        kill: async () => {
          // It may be ending by itself.
          await signal('SIGKILL').catch(() => undefined);
          await ended;
        },
      });
    },
    write: async ({ folder }, name, text) => {
      const path = `${folder}/${name}`;
      await run('sh', '-c', WRITTEN, path, text);
      return path;
    },
    close: () => container.remove(),
  };
};
