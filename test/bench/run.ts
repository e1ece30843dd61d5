import { inFlight } from './clients/load.js';
import type { Protocol } from './clients/protocol.js';
import { CONVERSATIONS, type Name, NAMES, type Scenario } from './scenarios.js';
import { type LoadedServer, type Slice, startLoadedServer } from './servers/loaded-server.js';

/** Milliseconds. */
export const SLICE = 200;
export const TURNS = 15;

const WARM_UP = 2_000;

/** One slice of load, and all that it cost the server. */
export interface Cost extends Slice {
  /** Microseconds. */
  readonly cpu: number;
}

/** What each server paid, turn by turn. */
export type Costs = Readonly<Record<Name, readonly Cost[]>>;

type Servers = Readonly<Record<Name, LoadedServer>>;

/**
 * Loads all in turn, so that what else the machine does falls on all alike. A server pays from the beginning
 * of one slice to that of its next: what it puts off, such as checkpoints, is its cost too.
 */
const takeTurns = async (servers: Servers, { load, named }: Scenario): Promise<Costs> => {
  const slices: Record<Name, Slice[]> = { relay: [], memory: [], sqlite: [] };
  const readings: Record<Name, number[]> = { relay: [], memory: [], sqlite: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const name of NAMES) {
      readings[name].push(await servers[name].cpu());
      slices[name].push(await servers[name].take(load, named, SLICE));
    }
  }
  for (const name of NAMES) readings[name].push(await servers[name].cpu());
  const costs = (name: Name): readonly Cost[] =>
    slices[name].map((slice, turn) => {
      const [before = 0, after = 0] = readings[name].slice(turn);
      return { ...slice, cpu: after - before };
    });
  return { relay: costs('relay'), memory: costs('memory'), sqlite: costs('sqlite') };
};

export interface Place {
  /** Null where servers are not pinned. */
  readonly core: number | null;
  readonly dataDir: string;
}

/** One run over one protocol, on fresh servers that are all alive. */
export const run = async (
  protocol: Protocol,
  scenarios: readonly Scenario[],
  { core, dataDir }: Place,
): Promise<ReadonlyMap<Scenario, Costs>> => {
  const start = (name: Name): Promise<LoadedServer> =>
    startLoadedServer({ name, protocol, core, dataDir });
  const servers: Servers = {
    relay: await start('relay'),
    memory: await start('memory'),
    sqlite: await start('sqlite'),
  };
  const results = new Map<Scenario, Costs>();
  for (const name of NAMES) await servers[name].take(inFlight(CONVERSATIONS), false, WARM_UP);
  for (const scenario of scenarios) results.set(scenario, await takeTurns(servers, scenario));
  for (const name of NAMES) await servers[name].stop();
  return results;
};
