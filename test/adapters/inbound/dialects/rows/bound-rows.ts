import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { failureForms } from '../../../../../src/adapters/inbound/dialects/common/failure-notes.js';
import type {
  Access,
  Caller,
  EventRow,
  RefusalNote,
  Route,
  RowNotes,
} from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type {
  Content,
  HttpReply,
  HttpRequest,
} from '../../../../../src/adapters/inbound/gateway/transport.js';
import type { UseCases } from '../../../../../src/application/use-cases/use-cases.js';
import { type Actor, isStaff } from '../../../../../src/domain/actor.js';
import { admin, agent, customer, guest } from '../../../../support/actors.js';
import { inMemory } from '../../../../support/in-memory.js';
import type { Asked, DescribedDialect } from './described-dialect.js';
import { formOf } from './form-of.js';
import { inJson } from './in-json.js';
import { Reached } from './stand-ins.js';
import { groundOf } from '../../../../support/guest-ids.js';
import type { Conversation } from '../../../../../src/domain/conversation.js';
import type { Failure } from '../../../../../src/domain/failure.js';

/** What a row has answered, as it arrives. */
export interface Answered {
  /** A reply with all that comes of it; its content apart. */
  readonly whole: unknown;
  /** What the row's `output` is of: an acknowledgement, a body, or the content in text. */
  readonly said: unknown;
  /** What the gateway is told of it, where it is one. */
  readonly failure: Failure | undefined;
}

/** A row of a dialect over some use cases, whether of its events or of its routes. */
export interface BoundRow {
  /** `message:send`, or `GET /api/path`. */
  readonly name: string;
  readonly notes: RowNotes;
  /** How it is handled, in words. */
  readonly manner: (input: unknown) => string;
  /** Some of each kind that may call it. */
  readonly callers: readonly (Actor | null)[];
  /** The parts of an input that go out as text; those of a request are always there. */
  readonly parts: { readonly inText: readonly string[]; readonly always: boolean };
  readonly ask: (asked: Asked) => Promise<Answered>;
  /** Whether its codec takes it; the use cases must be those that are `reaching`. */
  readonly takes: (asked: Asked) => Promise<boolean>;
  /** The dialect's own answer to a failure, as it arrives from this row. */
  readonly refusal: (failure: Failure) => unknown;
  /** What a client knows that answer by. */
  readonly shown: (failure: Failure) => unknown;
  /** What it is to know it by. */
  readonly knownBy: keyof RefusalNote;
}

const alice = customer();

const caller = (actor: Actor, follows: Conversation | null): Caller => ({
  actor,
  connection: {},
  client: {},
  connectionId: 'here',
  called: (name) => name,
  followed: (id) => (follows?.id === id ? follows : null),
  followedAll: () => [],
  nameOf: (id) => id,
  placeOf: () => null,
});

const ofEvent = ({ refuseFrame, codeIn }: DescribedDialect, row: EventRow): BoundRow => ({
  name: row.event,
  notes: row,
  manner: (input) => {
    const call = row.handle(input);
    return isRight(call) && call.right.pipelined ? 'event, pipelined' : 'event';
  },
  callers: [alice],
  parts: { inText: [], always: false },
  ask: async ({ by, input, follows = null }) => {
    const call = row.handle(input);
    const reply = isLeft(call)
      ? call.left
      : await call.right.run(caller(by ?? alice, follows), () => undefined);
    const { failure, ...whole } = reply;
    return { whole: inJson(whole), said: inJson(reply.acknowledgement), failure };
  },
  takes: ({ input }) => Promise.resolve(isRight(row.handle(input))),
  refusal: (failure) => inJson(refuseFrame(failure, row.event)),
  shown: (failure) => codeIn(refuseFrame(failure, row.event)),
  knownBy: 'code',
});

/** Numbers go into a path or a query as text. */
const asText = (fields: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? String(value) : (value as string),
    ]),
  );

const requestOf = async (
  { input, cookies = {}, content = '' }: Asked,
  of: Route['body'],
): Promise<HttpRequest> => {
  const {
    params = {},
    query = {},
    headers = {},
    body = {},
  } = (input ?? {}) as Partial<HttpRequest>;
  const form =
    of === 'stream' && Object.keys(body as object).length > 0 ? await formOf(body as object) : null;
  return {
    correlationId: 'one',
    address: 'nowhere',
    params: asText(params),
    query: asText(query),
    headers: { ...headers, ...form?.headers },
    cookies: new Map(Object.entries(cookies)),
    body,
    content: Readable.from([form?.content ?? Buffer.from(content)]),
  };
};

/** @throws Error when it is not as long as it says */
const textOf = async ({ bytes, length }: Content): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  if (length !== undefined && length !== whole.length) throw new Error('of another length');
  return whole.toString();
};

const CALLERS: Readonly<Record<Access, readonly (Actor | null)[]>> = {
  staff: [agent(), admin()],
  token: [alice],
  guest: [alice, guest()],
  anyone: [alice, guest(), null],
};

/** Asks as whoever the route is open to: one for staff is never asked by others, and few are by nobody. */
export const handled = (
  route: Route,
  by: Actor | null,
  request: HttpRequest,
): Promise<HttpReply> => {
  switch (route.access) {
    case 'anyone':
      return route.handle(by, request);
    case 'guest':
    case 'token':
      return route.handle(by ?? alice, request);
    case 'staff':
      if (by === null || !isStaff(by)) throw new Error(`${route.path} is for staff`);
      return route.handle(by, request);
  }
};

const IN_TEXT = ['params', 'query', 'headers'];

const isWell = (whole: unknown): boolean => (whole as HttpReply).status < 400;

const ofRoute = ({ refuseRequest }: DescribedDialect, route: Route): BoundRow => {
  const ask: BoundRow['ask'] = async (asked) => {
    const { content, failure, ...whole } = await handled(
      route,
      asked.by,
      await requestOf(asked, route.body),
    );
    const said = content === undefined ? whole.body : await textOf(content);
    return { whole: inJson(whole), said: inJson(said), failure };
  };
  const refusal = (failure: Failure): unknown => inJson(refuseRequest(failure));
  const ofItsOwn = route.failures
    .filter(({ kind }) => kind !== 'ValidationFailed')
    .flatMap(({ kind }) => failureForms[kind].map(refusal));
  return {
    name: `${route.method} ${route.path}`,
    notes: route,
    manner: () => `route, for ${route.access}, body: ${route.body}`,
    callers: CALLERS[route.access],
    parts: { inText: [...IN_TEXT, ...(route.body === 'stream' ? ['body'] : [])], always: true },
    ask,
    takes: async (asked) => {
      try {
        const { whole } = await ask(asked);
        return isWell(whole) || ofItsOwn.some((failure) => isDeepStrictEqual(whole, failure));
      } catch (error) {
        if (error instanceof Reached) return true;
        throw error;
      }
    },
    refusal,
    shown: (failure) => refuseRequest(failure).status,
    knownBy: 'status',
  };
};

export const rowsOf = (described: DescribedDialect, useCases: UseCases): readonly BoundRow[] => {
  const { events, rest } = described.make(groundOf(useCases));
  return [
    ...events.map((row) => ofEvent(described, row)),
    ...rest.routes.map((route) => ofRoute(described, route)),
  ];
};

/** @throws Error when the dialect has none of that name */
export const rowNamed = (name: string, rows: readonly BoundRow[]): BoundRow => {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  return row;
};

/** The rows of a dialect in a world of their own, and what is asked of them in it. */
export const sampled = async (described: DescribedDialect) => {
  const world = inMemory();
  const rows = rowsOf(described, world.cases);
  const samples = await described.samples(
    world,
    async (name, asked) => (await rowNamed(name, rows).ask(asked)).said,
  );
  return { rows, samples };
};
