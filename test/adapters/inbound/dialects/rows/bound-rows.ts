import { Readable } from 'node:stream';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { left, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type {
  Caller,
  Dialect,
  EventRow,
  RefusalNote,
  Route,
  RowNotes,
} from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type { HttpRequest } from '../../../../../src/adapters/inbound/gateway/transport.js';
import type { UseCases } from '../../../../../src/application/use-cases/use-cases.js';
import { type DialectName, DIALECTS, dialects } from '../../../../../src/bootstrap/dialects.js';
import type { Actor } from '../../../../../src/domain/actor.js';
import type { Failure } from '../../../../../src/domain/failure.js';

/** What a row has answered. */
export interface Answered {
  /** An acknowledgement, or the body of a reply. */
  readonly said: unknown;
  /** By what a client would know a refusal, as far as this way of asking shows it. */
  readonly shown: readonly Partial<RefusalNote>[];
}

/** A row of a dialect that is bound, whether of its events or of its routes. */
export interface BoundRow {
  readonly dialect: DialectName;
  /** `support: message:send`: no other row of any dialect has it. */
  readonly id: string;
  /** `message:send`, or `GET /api/path`. */
  readonly name: string;
  /** What a refusal is known by. */
  readonly knownBy: keyof RefusalNote;
  readonly notes: RowNotes;
  /** How it is handled, in words. */
  readonly manner: (input: unknown) => string;
  /** `input` is as the schema has it, also where it goes out as text. */
  readonly ask: (by: Actor, input: unknown) => Promise<Answered>;
  /** Whether its codec takes it; `reaching` must stand behind. */
  readonly takes: (by: Actor, input: unknown) => Promise<boolean>;
}

class Reached extends Error {}

const every = (run: () => TaskEither<Failure, never>): UseCases =>
  new Proxy({} as UseCases, { get: () => run });

/** Whatever is asked of them shows that it was. */
export const reaching = every(() => {
  throw new Reached();
});

export const failing = (failure: Failure): UseCases => every(() => left(failure));

/** Every `code` that is said, however deep. */
export const codesIn = (said: unknown): readonly string[] =>
  typeof said !== 'object' || said === null
    ? []
    : Object.entries(said).flatMap(([key, value]: [string, unknown]) =>
        key === 'code' && typeof value === 'string' ? [value] : codesIn(value),
      );

const acknowledged = (said: unknown): Answered => ({
  said,
  shown: codesIn(said).map((code) => ({ code })),
});

const caller = (actor: Actor): Caller => ({ actor, connection: {}, followed: () => null });

const ofEvent = (dialect: DialectName, row: EventRow): BoundRow => ({
  dialect,
  id: `${dialect}: ${row.event}`,
  name: row.event,
  knownBy: 'code',
  notes: row,
  manner: (input) => {
    const call = row.handle(input);
    return isRight(call) && call.right.pipelined ? 'event, pipelined' : 'event';
  },
  ask: async (by, input) => {
    const call = row.handle(input);
    const reply = isLeft(call) ? call.left : await call.right.run(caller(by), () => undefined);
    return acknowledged(reply.acknowledgement);
  },
  takes: (_by, input) => Promise.resolve(isRight(row.handle(input))),
});

/** Numbers go into a path or a query as text. */
const asText = (fields: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? String(value) : (value as string),
    ]),
  );

const requestOf = (input: unknown): HttpRequest => {
  const { params = {}, query = {}, body = {} } = input as Partial<HttpRequest>;
  return {
    correlationId: 'one',
    address: 'nowhere',
    params: asText(params),
    query: asText(query),
    headers: {},
    cookies: new Map(),
    body,
    content: Readable.from([]),
  };
};

const ofRoute = (dialect: DialectName, route: Route): BoundRow => {
  const handle: BoundRow['ask'] = async (by, input) => {
    const { status, body: said } = await route.handle(by, requestOf(input));
    return { said, shown: status < 400 ? [] : [{ status }] };
  };
  const name = `${route.method} ${route.path}`;
  return {
    dialect,
    id: `${dialect}: ${name}`,
    name,
    knownBy: 'status',
    notes: route,
    manner: () => `route, for ${route.access}, body: ${route.body}`,
    ask: handle,
    takes: async (by, input) => {
      try {
        return (await handle(by, input)).shown.length === 0;
      } catch (error) {
        if (error instanceof Reached) return true;
        throw error;
      }
    },
  };
};

export interface BoundDialect {
  readonly name: DialectName;
  readonly dialect: Dialect;
  readonly rows: readonly BoundRow[];
}

/** Every dialect that is bound, over these use cases. */
export const boundDialects = (useCases: UseCases): readonly BoundDialect[] =>
  DIALECTS.map((name) => {
    const dialect = dialects[name](useCases);
    const events = dialect.events.map((row) => ofEvent(name, row));
    const routes = dialect.rest.routes.map((route) => ofRoute(name, route));
    return { name, dialect, rows: [...events, ...routes] };
  });

/** The same row over other use cases. */
export const over = (useCases: UseCases, { id }: BoundRow): BoundRow => {
  const rows = boundDialects(useCases).flatMap((bound) => bound.rows);
  const same = rows.find((row) => row.id === id);
  if (same === undefined) throw new Error(`there is no row ${id}`);
  return same;
};
