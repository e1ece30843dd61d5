import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keeper, type KeptProcess } from '../keeper/keeper.js';
import { freePorts } from './free-ports.js';
import type { OpenHost } from './host.js';

/** A program on this machine, in folders among the temporary ones. */
export const localHost =
  (program: string): OpenHost =>
  async (count) => {
    const kept = keeper();
    const ports = await freePorts(count);
    const rooms = await Promise.all(
      ports.map(async (port) => ({
        port,
        folder: await kept.folder(tmpdir(), 'switchboard-server-'),
      })),
    );
    const running = new Set<KeptProcess>();
    return {
      rooms,
      listenOn: '127.0.0.1',
      run: async (_room, args) => {
        const server = await kept.run(program, args);
        running.add(server);
        void server.ended.then(() => running.delete(server));
        return server;
      },
      write: async ({ folder }, name, text) => {
        const path = join(folder, name);
        await writeFile(path, text, { mode: 0o600 });
        return path;
      },
      close: async () => {
        await Promise.all([...running].map((server) => server.kill()));
        await Promise.all(rooms.map(({ folder }) => kept.removeFolder(folder)));
      },
    };
  };
