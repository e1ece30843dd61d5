import { expect } from 'chai';
import { right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  type Codec,
  conversationId,
  object,
  withDefault,
} from '../../../../../src/adapters/inbound/dialects/common/codecs.js';
import { eventRow } from '../../../../../src/adapters/inbound/dialects/common/event-row.js';
import { routeRow } from '../../../../../src/adapters/inbound/dialects/common/route-row.js';
import type { FailureNote } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type {
  AccessDenied,
  NotFound,
  ValidationFailed,
} from '../../../../../src/domain/failure.js';
import type { Failure } from '../../../../../src/domain/failure.js';

/** Tells the two forms of a refused access apart, and no others. */
const refusalOf = (failure: Failure) =>
  failure.kind === 'AccessDenied' && failure.to === 'conversation'
    ? { code: 'hidden', status: 404 }
    : { code: failure.kind, status: 400 };

const event = eventRow({ refusalOf, refuse: () => ({ frames: [], acknowledgement: null }) });
const route = routeRow({ refusalOf, refuse: () => ({ status: 400 }) });

const canFail = (): TaskEither<AccessDenied | NotFound, null> => right(null);
const cannotFail = (): TaskEither<never, null> => right(null);

/** What every row of this file says besides. */
const ofEvent = {
  event: 'ask',
  summary: 'Asks',
  input: object({}),
  output: {},
  key: () => '',
  reply: () => ({ frames: [], acknowledgement: null }),
};

const ofRoute = {
  method: 'GET',
  path: '/ask',
  summary: 'Asks',
  access: 'token',
  body: 'none',
  output: {},
  reply: () => ({ status: 200 }),
} as const;

const kinds = ({ failures }: { readonly failures: readonly FailureNote[] }): readonly string[] =>
  failures.map(({ kind }) => kind);

describe('the failures of a row', () => {
  it('are told in each form that clients see', () => {
    const failures = { AccessDenied: true, NotFound: true } as const;
    const { failures: notes } = event({ ...ofEvent, failures, run: canFail });
    expect(notes.slice(1)).to.deep.equal([
      {
        kind: 'AccessDenied',
        refusals: [
          { code: 'hidden', status: 404 },
          { code: 'AccessDenied', status: 400 },
        ],
      },
      { kind: 'NotFound', refusals: [{ code: 'NotFound', status: 400 }] },
    ]);
  });

  it('count a payload that cannot be decoded, once, whether or not the use case refuses any', () => {
    expect(kinds(event({ ...ofEvent, failures: {}, run: cannotFail }))).to.deep.equal([
      'ValidationFailed',
    ]);
    const refusing = (): TaskEither<ValidationFailed, null> => right(null);
    const failures = { ValidationFailed: true } as const;
    expect(kinds(event({ ...ofEvent, failures, run: refusing }))).to.deep.equal([
      'ValidationFailed',
    ]);
  });

  it('count a request that cannot be decoded, where anything of it is read', () => {
    const reading = <I>(input: Codec<I>) =>
      kinds(route({ ...ofRoute, input, failures: {}, run: cannotFail }));
    expect(reading(object({}))).to.deep.equal([]);
    expect(reading(object({ params: object({ conversationId }) }))).to.deep.equal([
      'ValidationFailed',
    ]);
    const query = object({ near: withDefault(conversationId, null) });
    expect(reading(object({ query }))).to.deep.equal(['ValidationFailed']);
  });

  it('are all of its use case, and no others, or it does not build', () => {
    const input = object({});
    const made = [
      event({ ...ofEvent, failures: { AccessDenied: true, NotFound: true }, run: canFail }),
      // @ts-expect-error The use case can give NotFound.
      event({ ...ofEvent, failures: { AccessDenied: true }, run: canFail }),
      event({
        ...ofEvent,
        // @ts-expect-error The use case never gives NotClosed.
        failures: { AccessDenied: true, NotFound: true, NotClosed: true },
        run: canFail,
      }),
      // @ts-expect-error The use case never fails.
      event({ ...ofEvent, failures: { NotFound: true }, run: cannotFail }),
      route({ ...ofRoute, input, failures: { AccessDenied: true, NotFound: true }, run: canFail }),
      // @ts-expect-error The use case can give NotFound.
      route({ ...ofRoute, input, failures: { AccessDenied: true }, run: canFail }),
      route({
        ...ofRoute,
        input,
        // @ts-expect-error The use case never gives NotClosed.
        failures: { AccessDenied: true, NotFound: true, NotClosed: true },
        run: canFail,
      }),
      // @ts-expect-error The use case never fails.
      route({ ...ofRoute, input, failures: { NotFound: true }, run: cannotFail }),
    ];
    expect(made).to.have.lengthOf(8);
  });
});
