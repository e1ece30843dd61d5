import type { RefusalNote, Schema } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import { EDGE_FAILURES } from '../../../../support/edge-failures.js';
import { keywordsOf, propertiesOf, requiredOf } from '../../../../support/schemas.js';
import { type BoundRow, rowsOf } from './bound-rows.js';
import type { DescribedDialect, DialectSamples } from './described-dialect.js';
import { samplesOf } from './schema-samples.js';
import { reaching } from './stand-ins.js';
import { groundOf } from '../../../../support/guest-ids.js';

const WIDTH = 110;

const bounds = (low: number | undefined, high: number | undefined): string =>
  low === undefined && high === undefined ? '' : ` ${low ?? ''}..${high ?? ''}`;

const fieldsInShort = (schema: Schema): readonly string[] =>
  Object.entries(propertiesOf(schema))
    .filter(([, { not }]) => not === undefined)
    .map(([name, of]) => {
      const mark = requiredOf(schema).includes(name) ? '' : '?';
      return `${name}${mark}: ${inShort(of)}`;
    });

/** A schema as a person writes it down: `{conversationId: uuid, page?: integer 1..}`. */
const inShort = (schema: Schema): string => {
  const { type, format, enum: allowed, anyOf, ...limits } = keywordsOf(schema);
  if (type === 'object') return `{${fieldsInShort(schema).join(', ')}}`;
  if (allowed !== undefined) return allowed.join('|');
  if (anyOf !== undefined) return anyOf.map(inShort).join(' or ');
  const { minimum, maximum, minLength, maxLength } = limits;
  return `${format ?? type ?? 'anything'}${bounds(minimum ?? minLength, maximum ?? maxLength)}`;
};

const refusal = ({ code, status }: RefusalNote): string => `${code}/${status}`;

const failure = (kind: string, refusals: readonly RefusalNote[]): string =>
  `${kind} ${refusals.map(refusal).join(' or ')}`;

/** Under a heading, in lines that can be read at once. */
const wrapped = (heading: string, words: readonly string[]): readonly string[] => {
  const margin = `    ${heading.padEnd(7)} `;
  const lines = [''];
  for (const word of words) {
    const last = lines.pop() ?? '';
    const longer = last === '' ? word : `${last}, ${word}`;
    lines.push(...(longer.length <= WIDTH || last === '' ? [longer] : [`${last},`, word]));
  }
  return lines.map((line, at) => (at === 0 ? margin : ' '.repeat(margin.length)) + line);
};

const lines = ({ name, notes, manner }: BoundRow): readonly string[] => [
  `  ${name} (${manner(samplesOf(notes.input)[0])})`,
  `    ${notes.summary}`,
  ...wrapped('takes', fieldsInShort(notes.input)),
  ...wrapped(
    'fails',
    notes.failures.map(({ kind, refusals }) => failure(kind, refusals)),
  ),
];

/** How a dialect puts what the gateway refuses by itself, whatever the row. */
export const edgeRefusals = ({ refuseFrame, refuseRequest, codeIn }: DialectSamples) =>
  Object.values(EDGE_FAILURES).map((failure) => ({
    kind: failure.kind,
    code: codeIn(refuseFrame(failure, null)),
    status: refuseRequest(failure).status,
  }));

export const tableOf = (described: DescribedDialect): string => {
  const { name, namespace, rest } = described.make(groundOf(reaching));
  return [
    `${name} (namespace ${namespace}, under ${rest.bases.join(', ')})`,
    ...rowsOf(described, reaching).flatMap(lines),
    '  any of them, by the gateway',
    ...wrapped(
      'fails',
      edgeRefusals(described).map(({ kind, code, status }) => `${kind} ${String(code)}/${status}`),
    ),
  ].join('\n');
};
