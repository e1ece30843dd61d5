import { Readable } from 'node:stream';
import { expect } from 'chai';
import { supportDialect } from '../../../../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { EventRow, Schema } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import { probeDialect } from '../../../../dialects/probe/probe-dialect.js';
import { probeSamples } from '../../../../dialects/probe/samples.js';
import { supportSamples } from '../support/samples.js';
import type { DescribedDialect } from './described-dialect.js';
import { dialectChecks } from './describe-rows.js';
import { answering, remade, replying, withEvent, withRoute } from './remade.js';
import { checkRow, type RowCheck, rowChecks } from './row-checks.js';

const probe: DescribedDialect = { name: 'probe', make: probeDialect, ...probeSamples };
const support: DescribedDialect = { name: 'support', make: supportDialect, ...supportSamples };

const DOWNLOAD = 'GET /api/probe/files/:file';
const VISITS = 'GET /api/probe/visits';
const DETAILS = 'GET /api/support/conversation/:conversationId';

const within = (schema: Schema, name: string, of: Schema): Schema => ({
  ...schema,
  properties: { ...(schema['properties'] as object), [name]: of },
});

const VALID: RowCheck = 'says what it is for, and its schemas are valid';
const TAKES: RowCheck = 'takes what its schema takes: what is required alone, and all there is';
const REQUIRED: RowCheck = 'refuses an input without what is required, and no other';
const FIELDS: RowCheck = 'takes in each field what its schema takes, and nothing else';
const PAYLOAD: RowCheck = 'takes as a payload what its schema takes, and nothing else';
const NOTES: RowCheck = 'notes failures as its dialect puts them';
const FAILS: RowCheck = 'answers each failure in the words of its dialect';
const OUTPUT: RowCheck = 'answers as its schema has it, with no field more';

type Broken = readonly [
  how: string,
  row: string,
  described: DescribedDialect,
  caught: readonly RowCheck[],
];

const say = (change: (row: EventRow) => Partial<EventRow>): DescribedDialect =>
  withEvent(probe, 'say', change);

const BROKEN: readonly Broken[] = [
  ['no summary', 'say', say(() => ({ summary: '' })), [VALID]],
  ['an output that is no schema', 'say', say(() => ({ output: { type: 'x' } })), [VALID, OUTPUT]],
  [
    'a field of another type',
    'say',
    say(({ input }) => ({ input: within(input, 'text', { type: 'integer' }) })),
    [TAKES, FIELDS, FAILS, OUTPUT],
  ],
  [
    'a bound that is not kept',
    'say',
    say(({ input }) => ({ input: within(input, 'text', { type: 'string', maxLength: 9 }) })),
    [FIELDS],
  ],
  [
    'less required than is',
    'say',
    say(({ input }) => ({ input: { ...input, required: ['room'] } })),
    [TAKES, REQUIRED, FIELDS, FAILS],
  ],
  [
    'more required than is',
    'enter',
    withEvent(probe, 'enter', ({ input }) => ({ input: { ...input, required: ['room', 'as'] } })),
    [REQUIRED, FIELDS, OUTPUT],
  ],
  [
    'any payload taken',
    'count',
    withEvent(probe, 'count', ({ handle }) => ({ handle: () => handle({}) })),
    [PAYLOAD],
  ],
  [
    'a failure noted with another code',
    'say',
    say(({ failures }) => ({
      failures: failures.map(({ kind }) => ({ kind, refusals: [{ code: 'x', status: 404 }] })),
    })),
    [NOTES],
  ],
  [
    'a failure noted with another status',
    DETAILS,
    withRoute(support, DETAILS, ({ failures }) => ({
      failures: failures.map(({ kind, refusals }) => ({
        kind,
        refusals: refusals.map(({ code }) => ({ code, status: 418 })),
      })),
    })),
    [NOTES],
  ],
  ['no note of what is refused', 'say', say(() => ({ failures: [] })), [REQUIRED, FIELDS, PAYLOAD]],
  [
    'a failure noted that never comes',
    VISITS,
    withRoute(probe, VISITS, () => ({
      failures: [{ kind: 'NotFound', refusals: [{ code: 'NotFound', status: 404 }] }],
    })),
    [FAILS],
  ],
  [
    'failures in other words, in the acknowledgement',
    'say',
    say(
      replying(({ acknowledgement }) => {
        const { ok } = acknowledgement as { readonly ok: boolean };
        return ok ? {} : { acknowledgement: { ok, code: 'failed' } };
      }),
    ),
    [REQUIRED, FIELDS, PAYLOAD, FAILS],
  ],
  [
    'failures without their frame',
    'say',
    say(replying(() => ({ frames: [] }))),
    [REQUIRED, FIELDS, PAYLOAD, FAILS],
  ],
  [
    'failures in other words, in the body',
    DETAILS,
    withRoute(
      support,
      DETAILS,
      answering((reply) => (reply.status < 400 ? reply : { ...reply, body: { oops: true } })),
    ),
    [REQUIRED, FIELDS, FAILS],
  ],
  [
    'another field blamed',
    DETAILS,
    withRoute(
      support,
      DETAILS,
      answering((reply) =>
        reply.status === 400
          ? {
              ...reply,
              body: JSON.parse(JSON.stringify(reply.body).replaceAll('conversationId', 'id')),
            }
          : reply,
      ),
    ),
    [REQUIRED, FIELDS],
  ],
  [
    'an answer with a field less than is told',
    'say',
    say(replying(() => ({ acknowledgement: { ok: true } }))),
    [REQUIRED, FIELDS, PAYLOAD, FAILS, OUTPUT],
  ],
  [
    'an answer with a field more than is told',
    VISITS,
    withRoute(
      probe,
      VISITS,
      answering((reply) => ({ ...reply, body: { ...(reply.body as object), secret: 1 } })),
    ),
    [OUTPUT],
  ],
  [
    'cookies that are not read',
    VISITS,
    withRoute(probe, VISITS, (_notes, handle) => ({
      handle: (by, request) => handle(by, { ...request, cookies: new Map() }),
    })),
    [OUTPUT],
  ],
  [
    'nobody let in where anyone may call',
    DOWNLOAD,
    withRoute(probe, DOWNLOAD, (_notes, handle) => ({
      handle: async (by, request) => (by === null ? { status: 401 } : handle(by, request)),
    })),
    [TAKES, REQUIRED, FIELDS, OUTPUT],
  ],
  [
    'a stream of another length than it says',
    DOWNLOAD,
    withRoute(
      probe,
      DOWNLOAD,
      answering(({ content, ...reply }) =>
        content === undefined ? reply : { ...reply, content: { ...content, length: 1 } },
      ),
    ),
    [OUTPUT],
  ],
  [
    'a stream that is not read',
    DOWNLOAD,
    withRoute(probe, 'POST /api/probe/files', (_notes, handle) => ({
      handle: (by, request) => handle(by, { ...request, content: Readable.from([]) }),
    })),
    [OUTPUT],
  ],
];

/** What finds fault with the row. */
const caughtBy = async (
  described: DescribedDialect,
  name: string,
): Promise<readonly RowCheck[]> => {
  const caught: RowCheck[] = [];
  for (const check of Object.keys(rowChecks) as RowCheck[]) {
    await checkRow(described, name, check).catch(() => caught.push(check));
  }
  return caught;
};

const BROKEN_DIALECTS: readonly (readonly [
  how: string,
  described: DescribedDialect,
  caught: keyof typeof dialectChecks,
])[] = [
  [
    'rows of the same name',
    remade(probe, ({ events }) => ({ events: [...events, ...events] })),
    'has rows, each of another name',
  ],
  [
    'other words for what the gateway refuses',
    remade(probe, () => ({ refuse: () => ({ frames: [], acknowledgement: { ok: false } }) })),
    'has the gateway refuse in the words of its rows',
  ],
  [
    'a sample of what is no row',
    { ...probe, samples: async (...given) => ({ ...(await probe.samples(...given)), extra: [] }) },
    'has a sample asked of each row, and of no other',
  ],
];

describe('a row that is not what it says', () => {
  for (const [how, name, described, expected] of BROKEN) {
    it(`is caught: ${how}`, async () => {
      expect(await caughtBy(described, name)).to.deep.equal(expected);
    });
  }
});

describe('a dialect that is not what its tests are told', () => {
  for (const [how, described, expected] of BROKEN_DIALECTS) {
    it(`is caught: ${how}`, async () => {
      const caught: string[] = [];
      for (const [what, check] of Object.entries(dialectChecks)) {
        await Promise.resolve(described)
          .then(check)
          .catch(() => caught.push(what));
      }
      expect(caught).to.deep.equal([expected]);
    });
  }
});
