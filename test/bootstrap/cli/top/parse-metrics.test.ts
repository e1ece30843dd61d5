import { expect } from 'chai';
import { parseMetrics } from '../../../../src/bootstrap/cli/top/parse-metrics.js';

const TEXT = `# HELP requests_total Requests
# TYPE requests_total counter
requests_total{method="GET",path="a \\"b\\" \\\\ c\\nd"} 3
requests_total{method="POST",path="{}, x=\\"y\\""} 4.5 1700000000000
up 1
latency_bucket{le="+Inf"} 2
small 1e-7
none Nan
endless +Inf
what is this
`;

describe('parseMetrics', () => {
  const samples = parseMetrics(TEXT);

  it('reads samples with their labels, as they were before they were written', () => {
    expect(samples.of('requests_total')).to.deep.equal([
      { labels: { method: 'GET', path: 'a "b" \\ c\nd' }, value: 3 },
      { labels: { method: 'POST', path: '{}, x="y"' }, value: 4.5 },
    ]);
    expect(samples.of('latency_bucket')).to.deep.equal([{ labels: { le: '+Inf' }, value: 2 }]);
    expect(samples.of('small')).to.deep.equal([{ labels: {}, value: 1e-7 }]);
  });

  it('adds up what has labels, and takes nothing for 0', () => {
    expect(samples.sum('requests_total')).to.equal(7.5);
    expect([samples.sum('absent'), samples.has('absent')]).to.deep.equal([0, false]);
    expect([samples.sum('up'), samples.has('up')]).to.deep.equal([1, true]);
  });

  it('passes over what is no sample, or no number', () => {
    for (const name of ['none', 'what', '#']) expect(samples.has(name), name).to.equal(false);
    expect(parseMetrics('').has('')).to.equal(false);
  });
});
