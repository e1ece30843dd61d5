import type { Sample } from './parse-metrics.js';
import { type Look, type Rates, ratesBetween } from './rates.js';

const figures = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const NONE = '-';

const count = (value: number | null): string => (value === null ? NONE : figures.format(value));
const perSecond = (value: number | null): string => `${count(value)}/s`;
const milliseconds = (seconds: number | null): string =>
  seconds === null ? NONE : `${figures.format(seconds * 1_000)} ms`;
const mebibytes = (bytes: number): string => `${figures.format(bytes / 1024 / 1024)} MiB`;

const LABEL_WIDTH = 14;

const line = (label: string, ...parts: readonly string[]): string =>
  `${label.padEnd(LABEL_WIDTH)}${parts.join('   ')}`;

const connections = ({ samples }: Look): readonly string[] => {
  const open = samples.of('switchboard_connections').filter(({ value }) => value > 0);
  return [
    line('connections', count(samples.sum('switchboard_connections'))),
    ...open.map(({ labels, value }) =>
      line('', `${labels['transport'] ?? ''} ${labels['dialect'] ?? ''}: ${count(value)}`),
    ),
  ];
};

const QUANTILES: readonly (readonly [quantile: string, name: string])[] = [
  ['0.5', 'half'],
  ['0.99', '99 %'],
  ['1', 'worst'],
];

const eventLoop = ({ samples }: Look): string => {
  const all = samples.of('switchboard_event_loop_delay_seconds');
  const at = (quantile: string): Sample | undefined =>
    all.find(({ labels }) => labels['quantile'] === quantile);
  return line(
    'event loop',
    ...QUANTILES.map(([quantile, name]) => `${name} ${milliseconds(at(quantile)?.value ?? null)}`),
  );
};

const commits = (rates: Rates): string =>
  line(
    'commits',
    perSecond(rates.perSecond('switchboard_commits_total')),
    `mean ${milliseconds(rates.mean('switchboard_commit_duration_seconds'))}`,
    `events in each ${count(rates.mean('switchboard_commit_events'))}`,
  );

const queues = ({ samples }: Look): string =>
  line(
    'queues',
    `commands ${count(samples.sum('switchboard_lane_commands'))}`,
    `frames ${count(samples.sum('switchboard_frames_waiting'))}`,
    ...(samples.has('switchboard_write_ahead_log_bytes')
      ? [`write-ahead log ${mebibytes(samples.sum('switchboard_write_ahead_log_bytes'))}`]
      : []),
  );

const refused = (rates: Rates): string =>
  line(
    'refused',
    perSecond(rates.perSecond('switchboard_refusals_total')),
    `handshakes ${perSecond(rates.perSecond('switchboard_handshakes_refused_total'))}`,
  );

const memory = ({ samples }: Look): string =>
  line(
    'memory',
    mebibytes(samples.sum('process_resident_memory_bytes')),
    `heap ${mebibytes(samples.sum('nodejs_heap_size_used_bytes'))}`,
  );

/** What a look at a server shows, with what came since the one before. */
export const topLines = (now: Look, before: Look | null): readonly string[] => {
  const rates = ratesBetween(before, now);
  return [
    ...connections(now),
    line('people', count(now.samples.sum('switchboard_people_connected'))),
    line('messages', perSecond(rates.perSecond('switchboard_messages_total'))),
    commits(rates),
    line(
      'requests',
      perSecond(rates.perSecond('switchboard_http_request_duration_seconds_count')),
      `mean ${milliseconds(rates.mean('switchboard_http_request_duration_seconds'))}`,
    ),
    eventLoop(now),
    queues(now),
    refused(rates),
    memory(now),
  ];
};
