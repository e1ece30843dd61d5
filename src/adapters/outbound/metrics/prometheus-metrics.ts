import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AppendOutcome } from '../../../application/ports/conversation-log.js';
import type { Metrics } from '../../../application/ports/metrics.js';
import { CONNECTIONS, COUNTERS, HISTOGRAMS, LEVELS } from './definitions.js';
import { tally } from './tally.js';
import { processRegistry } from './process-metrics.js';

export interface PrometheusOptions {
  /** Names of dialects: what else is said to be one, as by a conversation that was imported, is `other`. */
  readonly dialects: readonly string[];
}

/** Counters for Prometheus, and what it reads. */
export interface PrometheusMetrics {
  readonly metrics: Metrics;
  readonly contentType: string;
  /** Everything, in Prometheus' text format. */
  text(): Promise<string>;
}

const OTHER = 'other';

/** A method is whatever a client wrote, where no route serves it. */
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

/** A commit has hundreds, most of one kind: to count each by itself would cost more. */
const countsOf = (
  outcomes: readonly AppendOutcome[],
): ReadonlyMap<AppendOutcome['kind'], number> => {
  const counts = new Map<AppendOutcome['kind'], number>();
  for (const { kind } of outcomes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
};

/** Counts in a registry of its own, beside that of the process. */
export const prometheusMetrics = ({ dialects }: PrometheusOptions): PrometheusMetrics => {
  const own = new Registry();
  const registers = [own];
  const counter = <L extends string>(definition: {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly L[];
  }) => new Counter<L>({ ...definition, registers });
  const histogram = <L extends string>(definition: {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly L[];
    readonly buckets: readonly number[];
  }) => new Histogram<L>({ ...definition, buckets: [...definition.buckets], registers });

  const connections = new Gauge({ ...CONNECTIONS, registers });
  const connectionsOpened = counter(COUNTERS.connectionsOpened);
  const handshakesRefused = counter(COUNTERS.handshakesRefused);
  const messages = tally(COUNTERS.messages, registers);
  const commits = counter(COUNTERS.commits);
  const appends = counter(COUNTERS.appends);
  const refusals = counter(COUNTERS.refusals);
  const busMessages = tally(COUNTERS.busMessages, registers);
  const heals = counter(COUNTERS.heals);
  const files = counter(COUNTERS.files);
  const fileBytes = counter(COUNTERS.fileBytes);
  const sessionsUnsaved = counter(COUNTERS.sessionsUnsaved);
  const securityLinesLeftOut = counter(COUNTERS.securityLinesLeftOut);
  const commitSeconds = histogram(HISTOGRAMS.commitSeconds);
  const commitEvents = histogram(HISTOGRAMS.commitEvents);
  const commitConversations = histogram(HISTOGRAMS.commitConversations);
  const commitBytes = histogram(HISTOGRAMS.commitBytes);
  const requestSeconds = histogram(HISTOGRAMS.requestSeconds);

  const known: ReadonlySet<string> = new Set(dialects);
  const channelOf = (name: string): string => (known.has(name) ? name : OTHER);

  const metrics: Metrics = {
    connected: (transport, dialect) => {
      const labels = { transport, dialect };
      connectionsOpened.inc(labels);
      connections.inc(labels);
      let isOpen = true;
      return () => {
        if (isOpen) connections.dec(labels);
        isOpen = false;
      };
    },
    handshakeRefused: (transport, dialect, reason) =>
      handshakesRefused.inc({ transport, dialect: dialect ?? OTHER, reason }),
    messageStored: (name, sender) => messages(channelOf(name), sender),
    committed: ({ conversations, events, textBytes, seconds }, outcomes) => {
      commits.inc({ outcome: outcomes === null ? 'failed' : 'answered' });
      if (outcomes === null) appends.inc({ outcome: 'unavailable' }, conversations);
      else for (const [outcome, count] of countsOf(outcomes)) appends.inc({ outcome }, count);
      commitSeconds.observe(seconds);
      commitEvents.observe(events);
      commitConversations.observe(conversations);
      commitBytes.observe(textBytes);
    },
    refused: (reason, dialect) => refusals.inc({ dialect, reason }),
    answered: ({ dialect, method, route, status, seconds }) =>
      requestSeconds.observe(
        {
          dialect: dialect ?? OTHER,
          method: METHODS.has(method) ? method : OTHER,
          route: route ?? OTHER,
          status,
        },
        seconds,
      ),
    published: (kind) => busMessages(kind),
    healed: () => heals.inc(),
    fileStored: (bytes) => {
      files.inc({ outcome: 'stored' });
      fileBytes.inc(bytes);
    },
    fileRefused: (outcome) => files.inc({ outcome }),
    sessionsUnsaved: (count) => sessionsUnsaved.inc(count),
    securityLineLeftOut: (event) => securityLinesLeftOut.inc({ event }),
    watch: (level, read) => {
      const { name, help } = LEVELS[level];
      own.removeSingleMetric(name);
      const gauge = new Gauge({
        name,
        help,
        registers,
        collect: async () => {
          try {
            gauge.set(await read());
          } catch {
            gauge.remove();
          }
        },
      });
    },
  };

  const registries = [processRegistry(), own];
  return {
    metrics,
    contentType: own.contentType,
    text: async () => (await Promise.all(registries.map((one) => one.metrics()))).join('\n'),
  };
};
