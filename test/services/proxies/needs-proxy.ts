import { accepting } from '../hosts/accepting.js';
import type { Room } from '../hosts/host.js';
import { needs } from '../needs.js';
import { once } from '../once.js';
import { findProgram } from '../service-kind.js';
import { CADDY } from './caddy.js';
import { NGINX } from './nginx.js';

/** A proxy that runs. */
export interface Proxy {
  readonly port: number;
  stop(): Promise<void>;
}

/** What it runs with: makes files, and gives the arguments. */
export type Prepare = (
  room: Room,
  write: (name: string, text: string) => Promise<string>,
) => Promise<readonly string[]>;

const programs = { nginx: once(() => findProgram(NGINX)), caddy: once(() => findProgram(CADDY)) };

/**
 * Has the suite around it run where there is such a proxy, or be skipped.
 * @returns starts one
 */
export const needsProxy = (kind: keyof typeof programs): ((prepare: Prepare) => Promise<Proxy>) => {
  const program = needs(kind, programs[kind]);
  return async (prepare) => {
    const host = await program().open(1);
    const [room] = host.rooms;
    if (room === undefined) throw new Error('a host has as many rooms as were asked for');
    const args = await prepare(room, (name, text) => host.write(room, name, text));
    await accepting(room.port, await host.run(room, args));
    return { port: room.port, stop: () => host.close() };
  };
};
