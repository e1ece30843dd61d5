import { parseMetrics, type Samples } from '../../../src/bootstrap/cli/top/parse-metrics.js';

type Labels = Readonly<Record<string, string>>;

/** What a server counts, as Prometheus reads it. */
export const metricsOf = async (url: string, token: string | null = null): Promise<Samples> => {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/metrics`, { headers });
  if (response.status !== 200) throw new Error(`no metrics: ${await response.text()}`);
  return parseMetrics(await response.text());
};

/** Of those samples of a metric that bear these labels. */
export const sumWhere = (samples: Samples, name: string, wanted: Labels): number =>
  samples
    .of(name)
    .filter(({ labels }) => Object.entries(wanted).every(([key, value]) => labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
