import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Failure } from '../../../../domain/failure.js';
import type {
  Call,
  Caller,
  EdgeFailure,
  EventRow,
  RefusalNote,
  Reply,
  Schema,
} from '../../gateway/dialect.js';
import { type Codec, decode } from './codecs.js';
import { type KindsOf, NOT_DECODED, notesOf } from './failure-notes.js';

/** How a dialect puts failures, whatever the row. */
export interface DialectFailures {
  readonly refuse: (failure: Failure | EdgeFailure, event: string | null) => Reply;
  readonly refusalOf: (failure: Failure) => RefusalNote;
}

export interface EventSpec<I, F extends { readonly kind: string }, O> {
  readonly event: string;
  readonly summary: string;
  readonly input: Codec<I>;
  /** Of what a client that waits for an answer gets. */
  readonly output: Schema;
  /** Of the use case; a payload may be anything, so that it may not be decoded is noted of every row. */
  readonly failures: KindsOf<F>;
  /** As of a `Call`. */
  readonly key: (input: I) => Call['key'];
  readonly pipelined?: boolean;
  readonly run: (caller: Caller, input: I, entered: () => void) => TaskEither<F & Failure, O>;
  readonly reply: (output: O, input: I, caller: Caller) => Reply;
}

/** Makes rows of one dialect: payload → codec → use case → reply, and the same read as a document. */
export const eventRow =
  ({ refuse, refusalOf }: DialectFailures) =>
  <I, F extends { readonly kind: string }, O>(spec: EventSpec<I, F, O>): EventRow => {
    const { event, summary, input, output, key, pipelined = false } = spec;
    return {
      event,
      summary,
      input: input.schema,
      output,
      failures: notesOf({ ...NOT_DECODED, ...spec.failures }, refusalOf),
      handle: (payload) => {
        const decoded = decode(input, payload);
        if (isLeft(decoded)) {
          return left(refuse({ kind: 'ValidationFailed', issues: decoded.left }, event));
        }
        return right({
          key: key(decoded.right),
          pipelined,
          run: async (caller, entered) => {
            const result = await spec.run(caller, decoded.right, entered)();
            return isLeft(result)
              ? { ...refuse(result.left, event), failure: result.left }
              : spec.reply(result.right, decoded.right, caller);
          },
        });
      },
    };
  };
