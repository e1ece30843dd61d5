import { parseArgs } from 'node:util';
import { V8_FLAGS } from '../../src/bootstrap/cli/v8-flags.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { compareOnMongodb, hasRow } from './mongodb/compare.js';
import { pinThisProcess, twoCores } from './pin.js';
import { HEADING, line } from './report.js';
import { type Costs, run, SLICE, TURNS } from './run.js';
import { CONVERSATIONS, PROTOCOLS, type Scenario, SCENARIOS } from './scenarios.js';
import { startCommand } from './servers/start-command.js';

/**
 * What a message costs Switchboard in CPU time, beside a relay that stores nothing and knows no rules; and how
 * many its MongoDB store takes, beside a bare loop.
 */
const USAGE = `npm run bench -- [options]
  --runs 5           more runs than 3, or fewer; each has fresh servers
  --only 'ws, 200'   only the scenarios whose name has this in it
`;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, only: { type: 'string', default: '' } },
});
const runs = Number(values.runs);
const chosen = SCENARIOS.filter(({ protocol, name }) =>
  `${protocol.name}, ${name}`.includes(values.only),
);
const nothing = chosen.length === 0 && !hasRow(values.only);
if (!Number.isSafeInteger(runs) || runs < 1 || nothing) {
  process.stderr.write(USAGE);
  process.exit(1);
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const measureCosts = async (): Promise<void> => {
  const cores = twoCores();
  if (cores !== null) pinThisProcess(cores.generator);

  say(`Node ${process.version} ${[...startCommand().flags, V8_FLAGS].join(' ')}, the relay's too.`);
  say(
    cores === null
      ? 'NOT PINNED: no taskset, or one core only. Servers and generator wait for each other.'
      : `Servers on core ${cores.servers}, generator on core ${cores.generator}.`,
  );
  say(
    `${CONVERSATIONS} conversations of two connections; ${runs} runs of ${TURNS} turns, ${SLICE} ms.`,
  );

  const costs = new Map<Scenario, Costs[]>(chosen.map((scenario) => [scenario, []]));
  for (let count = 1; count <= runs; count += 1) {
    for (const protocol of PROTOCOLS) {
      const scenarios = chosen.filter((scenario) => scenario.protocol === protocol);
      if (scenarios.length === 0) continue;
      process.stderr.write(`run ${count} of ${runs}: ${protocol.name}\n`);
      const folder = temporaryFolder();
      const place = { core: cores?.servers ?? null, dataDir: folder.path };
      const results = await run(protocol, scenarios, place).finally(() => folder.remove());
      for (const [scenario, its] of results) costs.get(scenario)?.push(its);
    }
  }

  say('\nMicroseconds of CPU for each message that was acknowledged and delivered:\n');
  say(HEADING);
  for (const [scenario, its] of costs) say(line(scenario, its));
};

// First, since servers that are started from a pinned process share its core.
if (hasRow(values.only)) await compareOnMongodb(values.only, runs, say);
if (chosen.length > 0) await measureCosts();
process.exit(0);
