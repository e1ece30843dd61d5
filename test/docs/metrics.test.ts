import { expect } from 'chai';
import {
  CONNECTIONS,
  COUNTERS,
  EVENT_LOOP_DELAY,
  HISTOGRAMS,
  LEVELS,
} from '../../src/adapters/outbound/metrics/definitions.js';
import { prometheusMetrics } from '../../src/adapters/outbound/metrics/prometheus-metrics.js';
import type { Level } from '../../src/application/ports/metrics.js';
import { codes, page, rows, section, tables } from './support/pages.js';

interface Definition {
  readonly name: string;
  readonly labelNames?: readonly string[];
}

const DEFINITIONS: readonly (readonly [kind: string, definitions: readonly Definition[]])[] = [
  ['gauge', [CONNECTIONS, EVENT_LOOP_DELAY, ...Object.values(LEVELS)]],
  ['counter', Object.values(COUNTERS)],
  ['histogram', Object.values(HISTOGRAMS)],
];

/** Every family of samples that a server may show, by its kind. */
const exposed = async (): Promise<ReadonlyMap<string, string>> => {
  const { metrics, text } = prometheusMetrics({ dialects: [] });
  for (const level of Object.keys(LEVELS) as Level[]) metrics.watch(level, () => 0);
  const types = (await text()).matchAll(/^# TYPE (\w+) (\w+)$/gm);
  return new Map([...types].map(([, name = '', kind = '']) => [name, kind]));
};

describe('docs/metrics.md', () => {
  const here = page('docs/metrics.md');
  const counted = section(here, 'What is counted');
  const [table = ''] = tables(counted, 'metric');
  const described = rows(table).map(([name = '', kind = '', labels = '', meaning = '']) => ({
    name: codes(name)[0],
    kind,
    labels: codes(labels),
    meaning,
  }));

  it('has each metric with its kind and its labels, and no other', () => {
    const defined = DEFINITIONS.flatMap(([kind, definitions]) =>
      definitions.map(({ name, labelNames = [] }) => ({ name, kind, labels: [...labelNames] })),
    );
    const written = described.map(({ name, kind, labels }) => ({ name, kind, labels }));
    expect(written).to.have.deep.members(defined);
    for (const { name, meaning } of described) expect(meaning, name).not.to.equal('');
  });

  it('is of what a server shows, what is of the process included', async () => {
    const shown = await exposed();
    for (const { name, kind } of described) expect(shown.get(name ?? ''), name).to.equal(kind);
    const named = new Set(codes(counted));
    expect([...shown.keys()].filter((name) => !named.has(name))).to.deep.equal([]);
  });

  it('alerts on what there is', async () => {
    const shown = await exposed();
    const alerts = section(here, 'What to alert on');
    const named = [...alerts.matchAll(/\b(?:switchboard|process|nodejs)_\w+/g)].map(
      ([name]) => name,
    );
    expect(named).to.have.length.above(10);
    expect(named.filter((name) => !shown.has(name.replace(/_bucket$/, '')))).to.deep.equal([]);
  });

  it('names labels and values in alerts as they are counted', () => {
    const asked = [...section(here, 'What to alert on').matchAll(/(\w+)\{(\w+)="([^"]+)"\}/g)];
    expect(asked).to.have.length.above(3);
    for (const [, name, label, value = ''] of asked) {
      const row = described.find((one) => one.name === name);
      expect(row?.labels, name).to.include(label);
      const values = codes(row?.meaning ?? '');
      expect([...values, 'Internal', '0.99'], `${name ?? ''} ${value}`).to.include(value);
    }
  });
});
