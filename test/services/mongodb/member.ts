import { accepting } from '../hosts/accepting.js';
import type { Host, Room } from '../hosts/host.js';
import { argumentsOf } from './mongod.js';

/** A server of a replica set. */
export interface Member {
  /** As the set knows it. */
  readonly address: string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again where it was, after a kill, with more arguments; resolves when it takes connections. */
  restart(more?: readonly string[]): Promise<void>;
  /** Makes a file that the server may read; gives its path, as the server knows it. */
  write(name: string, text: string): Promise<string>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  freeze(): Promise<void>;
  /** SIGCONT. */
  thaw(): Promise<void>;
}

export const startMember = async (host: Host, room: Room): Promise<Member> => {
  const start = async (more: readonly string[] = []) => {
    const server = await host.run(room, [...argumentsOf(host, room), ...more]);
    await accepting(room.port, server);
    return server;
  };
  let server = await start();
  return {
    address: `127.0.0.1:${room.port}`,
    kill: () => server.kill(),
    restart: async (more) => {
      server = await start(more);
    },
    write: (name, text) => host.write(room, name, text),
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
  };
};
