import { accepting } from '../hosts/accepting.js';
import type { Host, Room } from '../hosts/host.js';
import { argumentsOf } from './mongod.js';

/** A server of a replica set. */
export interface Member {
  /** As the set knows it. */
  readonly address: string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again where it was, after a kill; resolves when it takes connections. */
  restart(): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  freeze(): Promise<void>;
  /** SIGCONT. */
  thaw(): Promise<void>;
}

export const startMember = async (host: Host, room: Room): Promise<Member> => {
  const start = async () => {
    const server = await host.run(room, argumentsOf(host, room));
    await accepting(room.port, server);
    return server;
  };
  let server = await start();
  return {
    address: `127.0.0.1:${room.port}`,
    kill: () => server.kill(),
    restart: async () => {
      server = await start();
    },
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
  };
};
