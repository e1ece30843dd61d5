import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { serve, type ServerProcess } from './server-process.js';

/** A folder of its own for each test, and servers that are gone after it. */
export interface RunningServers {
  /** Of the folder. */
  readonly path: string;
  start(environment: Readonly<Record<string, string>>): Promise<ServerProcess>;
}

/** Has each test of the suite around it begin with an empty folder and without a server. */
export const runningServers = (): RunningServers => {
  let folder: TemporaryFolder;
  const running: ServerProcess[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.kill('SIGKILL')));
    folder.remove();
  });

  return {
    get path() {
      return folder.path;
    },
    start: async (environment) => {
      const server = await serve(environment);
      running.push(server);
      return server;
    },
  };
};
