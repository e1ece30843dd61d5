import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Failure, Issue } from '../../../../domain/failure.js';
import type {
  Access,
  CallerOf,
  EdgeFailure,
  RefusalNote,
  RouteOf,
  Schema,
} from '../../gateway/dialect.js';
import type { HttpMethod, HttpReply, HttpRequest } from '../../gateway/transport.js';
import { type Codec, decode } from './codecs.js';
import { type KindsOf, NOT_DECODED, notesOf } from './failure-notes.js';

/** How a dialect puts failures over HTTP, whatever the route. */
export interface DialectProblems {
  readonly refuse: (failure: Failure | EdgeFailure) => HttpReply;
  readonly refusalOf: (failure: Failure) => RefusalNote;
}

export interface RouteSpec<A extends Access, I, F extends { readonly kind: string }, O> {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: string;
  /** Of GET: whether it changes something. */
  readonly isUnsafe?: boolean;
  readonly summary: string;
  readonly access: A;
  readonly body: 'none' | 'json' | 'stream';
  /** Of a request's `params`, `query`, `headers` and `body`, as far as they are read. */
  readonly input: Codec<I>;
  /** Of the answer's body. */
  readonly output: Schema;
  /** Of the use case; that a request may not be decoded is noted where anything of it is read. */
  readonly failures: KindsOf<F>;
  readonly run: (caller: CallerOf<A>, input: I, request: HttpRequest) => TaskEither<F & Failure, O>;
  readonly reply: (output: O, input: I, caller: CallerOf<A>) => HttpReply;
}

/** Clients know their fields by the names that they gave them, wherever they stand. */
export const withoutPart = ({ field, message }: Issue): Issue => ({
  field: field.replace(/^(params|query|headers|body)(\.|$)/, ''),
  message,
});

/** Makes rows of one dialect: request → codec → use case → reply, and the same read as a document. */
export const routeRow =
  ({ refuse, refusalOf }: DialectProblems) =>
  <A extends Access, I, F extends { readonly kind: string }, O>(
    spec: RouteSpec<A, I, F, O>,
  ): RouteOf<A> => {
    const { method, path, isUnsafe, summary, access, body, input, output } = spec;
    // Each part is there in any request: a codec that asks for none of them takes whatever comes.
    const readsNothing = isRight(decode(input, {}));
    const undecodable = readsNothing ? {} : NOT_DECODED;
    return {
      method,
      path,
      isUnsafe,
      summary,
      access,
      body,
      input: input.schema,
      output,
      failures: notesOf({ ...undecodable, ...spec.failures }, refusalOf),
      handle: async (caller, request) => {
        const decoded = decode(input, request);
        if (isLeft(decoded)) {
          const issues = decoded.left.map(withoutPart);
          return refuse({ kind: 'ValidationFailed', issues });
        }
        const result = await spec.run(caller, decoded.right, request)();
        return isLeft(result)
          ? { ...refuse(result.left), failure: result.left }
          : spec.reply(result.right, decoded.right, caller);
      },
    };
  };
