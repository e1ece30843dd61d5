import { randomUUID } from 'node:crypto';
import { left, right } from 'fp-ts/lib/Either.js';
import { fromEither, fromIO, right as taskRight } from 'fp-ts/lib/TaskEither.js';
import { object } from '../../../src/adapters/inbound/dialects/common/codecs.js';
import { routeRow } from '../../../src/adapters/inbound/dialects/common/route-row.js';
import type { Route } from '../../../src/adapters/inbound/gateway/dialect.js';
import { type NotFound, noConversation } from '../../../src/domain/failure.js';
import { DoorPayload, FilePayload } from './codecs.js';
import { refusalOf, refuseRequest } from './failures.js';
import { fileSchema, meSchema, openedSchema, visitsSchema } from './schemas.js';

export const BASES = ['/api/probe'] as const;

/** Bytes of a file. */
export const MAX_FILE = 8 * 1024 * 1024;
/** Knocks at one door, and the seconds after which it is worth another. */
export const MAX_KNOCKS = 3;
export const KNOCK_AGAIN = 7;

const VISITS = 'probe-visits';

const row = routeRow({ refuse: refuseRequest, refusalOf });

/** A page that counts how often its reader has come, by a cookie. */
const visitsRoute = row({
  method: 'GET',
  path: '/api/probe/visits',
  summary: 'How often one has come',
  access: 'anyone',
  body: 'none',
  input: object({}),
  output: visitsSchema,
  failures: {},
  run: (_caller, _input, { cookies }) => taskRight(Number(cookies.get(VISITS) ?? 0) + 1),
  reply: (visits) => ({
    status: 200,
    body: { visits },
    cookies: [
      {
        name: VISITS,
        value: String(visits),
        httpOnly: true,
        sameSite: 'strict',
        path: '/api/probe',
        maxAge: 60,
      },
    ],
  }),
});

const meRoute = row({
  method: 'GET',
  path: '/api/probe/me',
  summary: 'Who one is',
  access: 'guest',
  body: 'none',
  input: object({}),
  output: meSchema,
  failures: {},
  run: (actor) => taskRight(actor.kind === 'system' ? '' : actor.id),
  reply: (id) => ({ status: 200, body: { id } }),
});

type Files = Map<string, readonly Uint8Array[]>;

const uploadRoute = (files: Files): Route =>
  row({
    method: 'POST',
    path: '/api/probe/files',
    summary: 'Leave a file',
    access: 'token',
    body: 'stream',
    input: object({}),
    output: fileSchema,
    failures: {},
    run:
      (_actor, _input, { content }) =>
      async () => {
        const chunks: Uint8Array[] = [];
        let bytes = 0;
        for await (const chunk of content) {
          bytes += chunk.length;
          if (bytes > MAX_FILE) return right(null);
          chunks.push(chunk);
        }
        const file = randomUUID();
        files.set(file, chunks);
        return right({ file, bytes });
      },
    reply: (stored) =>
      stored === null ? refuseRequest({ kind: 'TooLarge' }) : { status: 201, body: stored },
  });

const downloadRoute = (files: Files): Route =>
  row({
    method: 'GET',
    path: '/api/probe/files/:file',
    summary: 'Fetch a file',
    access: 'anyone',
    body: 'none',
    input: object({ params: FilePayload }),
    output: { type: 'string', format: 'binary' },
    failures: { NotFound: true },
    run: (_caller, { params: { file } }) => {
      const chunks = files.get(file);
      return fromEither(chunks === undefined ? left<NotFound>(noConversation) : right(chunks));
    },
    reply: (chunks) => ({
      status: 200,
      content: {
        type: 'application/octet-stream',
        length: chunks.reduce((sum, { length }) => sum + length, 0),
        bytes: (async function* () {
          await Promise.resolve();
          yield* chunks;
        })(),
      },
    }),
  });

const knockRoute = (knocks: Map<string, number>): Route =>
  row({
    method: 'POST',
    path: '/api/probe/knocks',
    summary: 'Knock at a door, a few times',
    access: 'anyone',
    body: 'json',
    input: object({ body: DoorPayload }),
    output: openedSchema,
    failures: {},
    run: (_caller, { body: { door } }) =>
      fromIO(() => {
        const count = (knocks.get(door) ?? 0) + 1;
        knocks.set(door, count);
        return { door, isTooOften: count > MAX_KNOCKS };
      }),
    reply: ({ door, isTooOften }) =>
      isTooOften
        ? {
            status: 429,
            headers: { 'retry-after': String(KNOCK_AGAIN) },
            body: { why: 'TooManyKnocks' },
          }
        : { status: 200, body: { door } },
  });

export const routes = (): readonly Route[] => {
  const files: Files = new Map();
  return [visitsRoute, meRoute, uploadRoute(files), downloadRoute(files), knockRoute(new Map())];
};
