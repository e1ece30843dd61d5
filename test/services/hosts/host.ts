/** A server that runs. */
export interface Running {
  /** Resolves when it has ended, with how, in words. */
  readonly ended: Promise<string>;
  /** SIGSTOP and SIGCONT freeze it and let it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Room for one server, which it may leave and come back to. */
export interface Room {
  /** Nobody else's, and the same on 127.0.0.1 for the tests and for the servers of the host. */
  readonly port: number;
  /** Fresh, and there until the host is closed. */
  readonly folder: string;
}

/** Where servers that belong together run: this machine, or a container. */
export interface Host {
  readonly rooms: readonly Room[];
  /** The address that a server listens on, to be reached from the tests. */
  readonly listenOn: string;
  run(room: Room, args: readonly string[]): Promise<Running>;
  /** Makes a file in a room, for its owner alone; gives its path, as servers there know it. */
  write(room: Room, name: string, text: string): Promise<string>;
  /** Ends every server, and leaves nothing on the disk. */
  close(): Promise<void>;
}

/** Makes room for as many servers. */
export type OpenHost = (rooms: number) => Promise<Host>;
