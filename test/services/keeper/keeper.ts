import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Message, Request, Task } from './messages.js';

/** A process that ends with the tests at the latest. */
export interface KeptProcess {
  readonly pid: number;
  /** Resolves when it has ended, with how: an exit code or a signal, in words. */
  readonly ended: Promise<string>;
  /** Sends a signal; nothing happens to one that has ended. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

/** Runs programs and has folders, none of which outlives the process of the tests. */
export interface Keeper {
  /** @throws when the program cannot be started */
  run(program: string, args: readonly string[]): Promise<KeptProcess>;
  /** Makes a fresh folder in one that is there. */
  folder(parent: string, prefix: string): Promise<string>;
  removeFolder(path: string): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('keeper-process.js', import.meta.url));

const launch = (onExit: () => void): Keeper => {
  // In a session of its own: a Ctrl-C is for the tests, whose end it then notices.
  const child = fork(PROGRAM, [], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answers = new Map<number, PromiseWithResolvers<string>>();
  const ends = new Map<number, PromiseWithResolvers<string>>();
  let requests = 0;
  let waiting = 0;

  child.on('message', (message: Message) => {
    if (message.say === 'done') answers.get(message.id)?.resolve(message.value);
    else if (message.say === 'failed') answers.get(message.id)?.reject(new Error(message.why));
    else ends.get(message.id)?.resolve(message.how);
  });
  child.once('exit', () => {
    const why = 'the keeper of the servers ended';
    for (const answer of answers.values()) answer.reject(new Error(why));
    for (const end of ends.values()) end.resolve(why);
    onExit();
  });

  /** A keeper holds no test process up, save while something is waited for. */
  const held = async <A>(work: Promise<A>): Promise<A> => {
    waiting += 1;
    child.channel?.ref();
    try {
      return await work;
    } finally {
      waiting -= 1;
      if (waiting === 0) child.channel?.unref();
    }
  };
  child.unref();
  child.channel?.unref();

  const request = async (task: Task, id = ++requests): Promise<string> => {
    const answer = Promise.withResolvers<string>();
    answers.set(id, answer);
    child.send({ id, task } satisfies Request);
    return held(answer.promise).finally(() => answers.delete(id));
  };

  return {
    run: async (program, args) => {
      const id = ++requests;
      const end = Promise.withResolvers<string>();
      ends.set(id, end);
      const pid = Number(await request({ do: 'run', program, args }, id));
      const signal = async (name: NodeJS.Signals): Promise<void> => {
        await request({ do: 'signal', process: id, signal: name });
      };
      const kill = async (): Promise<void> => {
        await signal('SIGKILL');
        await held(end.promise);
      };
      return { pid, ended: end.promise, signal, kill };
    },
    folder: (parent, prefix) => request({ do: 'make-folder', parent, prefix }),
    removeFolder: async (path) => {
      await request({ do: 'remove-folder', path });
    },
  };
};

let current: Keeper | undefined;

/** The one keeper of this process, which is started for the first who asks. */
export const keeper = (): Keeper =>
  (current ??= launch(() => {
    current = undefined;
  }));
