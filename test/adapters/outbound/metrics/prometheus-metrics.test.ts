import { expect } from 'chai';
import {
  CONNECTIONS,
  COUNTERS,
  HISTOGRAMS,
  LEVELS,
} from '../../../../src/adapters/outbound/metrics/definitions.js';
import { processRegistry } from '../../../../src/adapters/outbound/metrics/process-metrics.js';
import {
  type PrometheusMetrics,
  prometheusMetrics,
} from '../../../../src/adapters/outbound/metrics/prometheus-metrics.js';
import { parseMetrics } from '../../../../src/bootstrap/cli/top/parse-metrics.js';
import { describeMetricsContract, type Reading } from '../../../contract/metrics.contract.js';

const made = (): PrometheusMetrics => prometheusMetrics({ dialects: ['support', 'tickets'] });

const nameOf = (reading: Reading): string => {
  if (reading === 'connections') return CONNECTIONS.name;
  if (reading === 'requests') return `${HISTOGRAMS.requestSeconds.name}_count`;
  return COUNTERS[reading].name;
};

describeMetricsContract({
  name: 'prometheus',
  setup: () => {
    const { metrics, text } = made();
    return {
      metrics,
      total: async (reading) => parseMetrics(await text()).sum(nameOf(reading)),
      level: async (level) => {
        const samples = parseMetrics(await text());
        return samples.has(LEVELS[level].name) ? samples.sum(LEVELS[level].name) : null;
      },
    };
  },
});

describe('prometheusMetrics', () => {
  const linesOf = async ({ text }: PrometheusMetrics, name: string): Promise<readonly string[]> =>
    (await text()).split('\n').filter((line) => line.startsWith(name));

  it('lets no client choose a label', async () => {
    const one = made();
    one.metrics.messageStored('evil"}\n', 'guest');
    one.metrics.handshakeRefused('ws', null, 'origin');
    one.metrics.answered({ dialect: null, method: 'EVIL', route: null, status: 404, seconds: 0 });
    expect(await linesOf(one, 'switchboard_messages_total')).to.deep.equal([
      'switchboard_messages_total{channel="other",sender="guest"} 1',
    ]);
    expect(await linesOf(one, 'switchboard_handshakes_refused_total')).to.deep.equal([
      'switchboard_handshakes_refused_total{transport="ws",dialect="other",reason="origin"} 1',
    ]);
    const [first] = await linesOf(one, 'switchboard_http_request_duration_seconds_count');
    expect(first).to.equal(
      'switchboard_http_request_duration_seconds_count{dialect="other",method="other",route="other",status="404"} 1',
    );
  });

  it('keeps what it counts to itself, and shares what is of the process', async () => {
    const [one, other] = [made(), made()];
    one.metrics.healed();
    expect(await linesOf(other, 'switchboard_heals_total')).to.deep.equal([
      'switchboard_heals_total 0',
    ]);
    for (const each of [one, other]) {
      expect(await linesOf(each, 'process_resident_memory_bytes ')).to.have.lengthOf(1);
      expect(await linesOf(each, 'switchboard_event_loop_delay_seconds{')).to.have.lengthOf(4);
    }
  });

  it('tells what was stored of commits from what was not', async () => {
    const one = made();
    const commit = { conversations: 3, events: 3, textBytes: 0, seconds: 0 };
    const outcomes = ['appended', 'appended', 'taken'] as const;
    one.metrics.committed(
      commit,
      outcomes.map((kind) => ({ kind })),
    );
    one.metrics.committed(commit, null);
    expect(await linesOf(one, 'switchboard_commits_total')).to.deep.equal([
      'switchboard_commits_total{outcome="answered"} 1',
      'switchboard_commits_total{outcome="failed"} 1',
    ]);
    expect(await linesOf(one, 'switchboard_appends_total')).to.deep.equal([
      'switchboard_appends_total{outcome="appended"} 2',
      'switchboard_appends_total{outcome="taken"} 1',
      'switchboard_appends_total{outcome="unavailable"} 3',
    ]);
  });

  it('has what a commit and a request took and held, in base units', async () => {
    const one = made();
    const commit = { conversations: 2, events: 3, textBytes: 40, seconds: 0.25 };
    for (const outcomes of [[], null]) one.metrics.committed(commit, outcomes);
    one.metrics.answered({ dialect: null, method: 'GET', route: null, status: 404, seconds: 0.5 });
    const samples = parseMetrics(await one.text());
    const read = Object.entries(HISTOGRAMS).map(([what, { name }]) => [
      what,
      [samples.sum(`${name}_count`), samples.sum(`${name}_sum`)],
    ]);
    expect(Object.fromEntries(read)).to.deep.equal({
      commitSeconds: [2, 0.5],
      commitEvents: [2, 6],
      commitConversations: [2, 4],
      commitBytes: [2, 80],
      requestSeconds: [1, 0.5],
    });
  });

  it('watches the process once, however many count in it', () => {
    expect(processRegistry()).to.equal(processRegistry());
  });

  it('is what Prometheus reads', async () => {
    const one = made();
    one.metrics.watch('people', () => 1);
    one.metrics.healed();
    const text = await one.text();
    expect(one.contentType).to.equal('text/plain; version=0.0.4; charset=utf-8');
    expect(text.endsWith('\n')).to.equal(true);
    for (const line of text.split('\n').filter((written) => written !== '')) {
      expect(line).to.match(/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? (-?[\d.e+-]+|\+Inf|Nan))$/);
    }
    const names = text.match(/^# TYPE \w+/gm) ?? [];
    expect(new Set(names).size, 'each is there once').to.equal(names.length);
  });
});
