/** One line of Prometheus' text format. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What one reading of `/metrics` holds. */
export interface Samples {
  has(name: string): boolean;
  of(name: string): readonly Sample[];
  /** Over all of its labels; 0 where it is not there. */
  sum(name: string): number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

const ESCAPED: Readonly<Record<string, string>> = { n: '\n' };

const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_match, character: string) => ESCAPED[character] ?? character);

const labelsIn = (text: string): Sample['labels'] =>
  Object.fromEntries(
    [...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  );

/** What is no sample, such as a comment, is passed over. */
export const parseMetrics = (text: string): Samples => {
  const samples = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const [, name, labels = '', written = ''] = LINE.exec(line) ?? [];
    const value = Number(written);
    if (name === undefined || Number.isNaN(value)) continue;
    const known = samples.get(name) ?? [];
    known.push({ labels: labelsIn(labels), value });
    samples.set(name, known);
  }
  const of = (name: string): readonly Sample[] => samples.get(name) ?? [];
  return {
    has: (name) => samples.has(name),
    of,
    sum: (name) => of(name).reduce((sum, { value }) => sum + value, 0),
  };
};
