import { temporaryFolder } from '../support/temporary-folder.js';
import { type BenchServer, startBenchServer } from './bench-server.js';
import { type Load, startLoad } from './load.js';

/**
 * CPU (user and system) for each message that was acknowledged and delivered, against a bare Socket.IO
 * relay: all servers alive, loaded in turn in slices of a second, so that what else the machine does
 * falls on all alike.
 */
const SECRET = 'a-secret-of-the-benchmark-and-nothing-else';
const CONVERSATIONS = 200;
const SLICE = 1_000;
const WARM_UP_ROUNDS = 3;
const ROUNDS = Number(process.argv[2] ?? 10);

const BARS: Readonly<Record<string, number>> = { memory: 1.6, sqlite: 2.0 };

interface Contender {
  readonly server: BenchServer;
  readonly load: Load;
}

/** Microseconds of CPU for each message. */
const slice = async ({ server, load }: Contender): Promise<number> => {
  const before = await server.cpu();
  const messages = await load.run(SLICE);
  return ((await server.cpu()) - before) / messages;
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

const folder = temporaryFolder();
const environment = (store: string): Readonly<Record<string, string>> => ({
  PORT: '0',
  STORE: store,
  DATA_DIR: folder.path,
  JWT_SECRET: SECRET,
  LOG_LEVEL: 'warn',
});

const contend = async (name: string): Promise<Contender> => {
  const server = await startBenchServer(name, environment(name === 'relay' ? 'memory' : name));
  return { server, load: await startLoad(server, SECRET, CONVERSATIONS) };
};

const relay = await contend('relay');
const stores = [await contend('memory'), await contend('sqlite')];
const contenders = [relay, ...stores];

process.stdout.write(
  `${CONVERSATIONS} conversations of two sockets, ${CONVERSATIONS} sends in flight, ` +
    `${ROUNDS} rounds of ${SLICE / 1_000} s each\n`,
);
for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
  for (const contender of contenders) await slice(contender);
}
const costs = new Map(contenders.map(({ server }) => [server.name, [] as number[]]));
const ratios = new Map(stores.map(({ server }) => [server.name, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  const bare = await slice(relay);
  costs.get('relay')?.push(bare);
  for (const contender of stores) {
    const cost = await slice(contender);
    costs.get(contender.server.name)?.push(cost);
    ratios.get(contender.server.name)?.push(cost / bare);
  }
}

const microseconds = (name: string): string => median(costs.get(name) ?? []).toFixed(1);
process.stdout.write(`relay   ${microseconds('relay')} us of CPU a message\n`);
for (const [name, values] of ratios) {
  const ratio = median(values);
  const bar = BARS[name] ?? Number.NaN;
  process.stdout.write(
    `${name.padEnd(7)} ${microseconds(name)} us of CPU a message, ` +
      `ratio ${ratio.toFixed(2)} (bar ${bar.toFixed(1)}${ratio <= bar ? '' : ': MISSED'})\n`,
  );
}

for (const { load, server } of contenders) {
  load.close();
  await server.stop();
}
folder.remove();
process.exit(0);
