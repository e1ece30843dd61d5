import { expect } from 'chai';
import type {
  Dialect,
  EventRow,
  Route,
  RowNotes,
  Schema,
} from '../../../src/adapters/inbound/gateway/dialect.js';
import { EDGE_FAILURES } from '../../support/edge-failures.js';
import { expectSame } from '../../support/expect-same.js';
import { closed, faultsOf } from '../../support/schemas.js';
import type { Heard } from './hostile-askers.js';
import type { RawReply } from './hostile-requests.js';

/** What no payload may bring about, whatever a row notes of a store that is down. */
const OURS = new Set(['Internal', 'Unavailable']);

/** Each made once, since a schema that is another object is read anew. */
const outputs = new WeakMap<Schema, Schema>();

const outputOf = ({ output }: RowNotes): Schema => {
  const made = outputs.get(output) ?? closed(output);
  outputs.set(output, made);
  return made;
};

const refusalsOf = ({ failures }: RowNotes) =>
  failures.filter(({ kind }) => !OURS.has(kind)).flatMap(({ refusals }) => refusals);

const NO_TEXT = /\\u(?:d[89a-f]|0000)/;

/** Half a character, or a NUL, is sent to nobody. */
const expectText = (answer: unknown): void => {
  const json = JSON.stringify(answer);
  if (NO_TEXT.test(json)) expect(json).to.not.match(NO_TEXT);
};

const expectWords = (words: unknown, what: string): void => {
  if (typeof words === 'string' && /\S/.test(words)) return;
  expect(words, what).to.be.a('string').that.matches(/\S/);
};

const expectAmong = (one: unknown, all: readonly unknown[], what: string): void => {
  if (!all.includes(one)) expect(one, what).to.be.oneOf(all);
};

const codeIn = (answer: unknown): unknown => (answer as { readonly code?: unknown }).code;

/**
 * @returns whether the event was refused
 * @throws AssertionError when it was answered by anything that neither the row notes nor the gateway
 */
export const wasRefused = (dialect: Dialect, row: EventRow, { answer, frames }: Heard): boolean => {
  const [shown] = dialect.refuse(EDGE_FAILURES.InvalidPayload, row.event).frames;
  const what = JSON.stringify(answer).slice(0, 500);
  expectText([answer, frames]);
  // What is done some say by a field, and others by what the event that matches it carries.
  if ((answer as { readonly success?: unknown }).success !== false) {
    expectSame(faultsOf(outputOf(row), answer), '', what);
    return false;
  }
  const { InvalidPayload, TooLarge } = EDGE_FAILURES;
  const ofGateway = [InvalidPayload, TooLarge].map((failure) =>
    codeIn(dialect.refuse(failure, row.event).acknowledgement),
  );
  const codes = [...refusalsOf(row).map(({ code }) => code), ...ofGateway];
  expectAmong(codeIn(answer), codes, what);
  const { success, ...error } = answer as Readonly<Record<string, unknown>>;
  expectSame(success, false, what);
  expectWords(error['error'] ?? error['message'], what);
  // Who is online is told at any time.
  const pushed = (dialect.onlineFrames?.([]) ?? []).map(({ event }) => event);
  const [frame, ...others] = frames.filter(({ event }) => !pushed.includes(event));
  expectSame([frame?.event, others], [shown?.event, []], what);
  // Some say by a field of the frame, too, that it is none of success, and some call its words `error` in the answer alone.
  const told = frame?.data as Readonly<Record<string, unknown>>;
  const { message: words, ...fields } = told;
  const asAnswered = 'error' in error && 'message' in told ? { error: words, ...fields } : told;
  expectSame({ success, ...asAnswered }, answer, what);
  return true;
};

/** The same of a request. */
export const wasTurnedAway = (dialect: Dialect, route: Route, reply: RawReply): boolean => {
  const { status, body } = reply;
  const what = `${status} ${JSON.stringify(body).slice(0, 500)}`;
  expectText(body);
  if (status < 400) {
    expectSame(faultsOf(outputOf(route), body), '', what);
    return false;
  }
  const { AuthRequired, StaffOnly, InvalidToken, InvalidPayload } = EDGE_FAILURES;
  const { refuse, problem } = dialect.rest;
  const ofGateway = [
    ...[AuthRequired, StaffOnly, InvalidToken, InvalidPayload].map(
      (failure) => refuse(failure).status,
    ),
    ...(['malformed', 'tooLarge', 'unsupported'] as const).map((one) => problem(one).status),
  ];
  const statuses = [...refusalsOf(route).map((refusal) => refusal.status), ...ofGateway];
  expectAmong(status, statuses, what);
  const { success, message, errors = [] } = body as Readonly<Record<string, unknown>>;
  const isShort = !('errors' in (refuse(AuthRequired).body as object));
  const isLeftOut = isShort && Array.isArray(errors) && errors.length === 0;
  const keys = [...(isLeftOut ? [] : ['errors']), 'message', 'success'];
  expectSame(Object.keys(body as object).toSorted(), keys, what);
  expectSame(success, false, what);
  expectWords(message, what);
  expectSame(Array.isArray(errors), true, what);
  return true;
};
