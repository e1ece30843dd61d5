import { type Either, isLeft, left } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Issue } from '../../../../domain/failure.js';
import { isUuid, toConversationId, toMessageId } from '../../../../domain/ids.js';
import { showsNothing } from '../../../../domain/message-text.js';
import type { Schema } from '../../gateway/dialect.js';

type Validate<A> = t.Validate<unknown, A>;

/** A codec for what comes in, with what a document says of it; what goes out is written by hand. */
export class Codec<A> extends t.Type<A> {
  constructor(
    name: string,
    validate: Validate<A>,
    readonly schema: Schema,
    /** Whether it takes a field that is not there. */
    readonly isOptional = false,
  ) {
    super(name, (_value): _value is A => true, validate, t.identity);
  }
}

/** A decoder that says in words what it wants. */
export const expecting = <A>(
  message: string,
  schema: Schema,
  pick: (value: unknown) => A | undefined,
): Codec<A> =>
  new Codec(
    message,
    (value, context) => {
      const picked = pick(value);
      return picked === undefined ? t.failure(value, context, message) : t.success(picked);
    },
    schema,
  );

export const text = expecting('Must be a string', { type: 'string' }, (value) =>
  typeof value === 'string' ? value : undefined,
);

const uuid = <A>(make: (uuid: string) => A): Codec<A> =>
  expecting('Must be a UUID', { type: 'string', format: 'uuid' }, (value) =>
    typeof value === 'string' && isUuid(value) ? make(value) : undefined,
  );

export const conversationId = uuid(toConversationId);

/** A UUID, and of no version that conversations have. */
const NO_CONVERSATION = toConversationId('00000000-0000-0000-0000-000000000000');

/** For protocols in which an id that is none is one that no conversation has. */
export const anyConversationId = expecting('Must be a string', { type: 'string' }, (value) => {
  if (typeof value !== 'string') return undefined;
  return isUuid(value) ? toConversationId(value) : NO_CONVERSATION;
});

export const messageId = uuid(toMessageId);

export const oneOf = <const A extends string>(...values: readonly A[]): Codec<A> =>
  expecting(`Must be one of ${values.join(', ')}`, { type: 'string', enum: values }, (value) =>
    values.find((allowed) => allowed === value),
  );

/** Absent and `null` both mean the default. */
export const withDefault = <A, const D>(codec: Codec<A>, fallback: D): Codec<A | D> =>
  new Codec<A | D>(
    codec.name,
    (value, context) =>
      value === undefined || value === null ? t.success(fallback) : codec.validate(value, context),
    fallback === null ? codec.schema : { ...codec.schema, default: fallback },
    true,
  );

/** As much of a codec as holds for a codec of whatever. */
type Field = Pick<Codec<unknown>, '_A' | 'schema' | 'isOptional'>;
type Fields = Readonly<Record<string, Field>>;
export type Decoded<F extends Fields> = { readonly [K in keyof F]: F[K]['_A'] };

/** An object with these fields; others do no harm, and go no further. */
export const object = <F extends Fields>(fields: F): Codec<Decoded<F>> => {
  const codec = t.strict({ ...fields } as unknown as t.Props);
  const entries = Object.entries(fields);
  const required = entries.filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
  return new Codec(
    'object',
    (value, context) => codec.validate(value, context) as t.Validation<Decoded<F>>,
    {
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
      ...(required.length === 0 ? {} : { required }),
    },
  );
};

/** At most so many of a kind. */
export const listOf = <A>(
  codec: Codec<A>,
  most: number,
  examples: readonly (readonly A[])[],
): Codec<readonly A[]> =>
  new Codec(
    'list',
    (value, context) => {
      if (!Array.isArray(value)) return t.failure(value, context, 'Must be a list');
      if (value.length > most) {
        return t.failure(value, context, `Must have at most ${most} entries`);
      }
      const items: A[] = [];
      for (const [index, entry] of value.entries()) {
        const one = codec.validate(entry, t.appendContext(context, String(index), codec));
        if (isLeft(one)) return one;
        items.push(one.right);
      }
      return t.success(items);
    },
    { type: 'array', items: codec.schema, maxItems: most, examples },
  );

/** The same input, looked at as a whole once its fields are right; what is wrong then is said of one of them. */
export const refine = <A, B>(
  codec: Codec<A>,
  field: string,
  message: string,
  pick: (value: A) => B | undefined,
): Codec<B> =>
  new Codec(
    codec.name,
    (value, context) => {
      const decoded = codec.validate(value, context);
      if (isLeft(decoded)) return decoded;
      const picked = pick(decoded.right);
      return picked === undefined
        ? t.failure(value, t.appendContext(context, field, codec), message)
        : t.success(picked);
    },
    codec.schema,
  );

const MAX_CLIENT_MESSAGE_ID = 200;

const clientMessageIdText = withDefault(
  expecting(
    `Must be a string of 1 to ${MAX_CLIENT_MESSAGE_ID} characters that shows something`,
    { type: 'string', minLength: 1, maxLength: MAX_CLIENT_MESSAGE_ID },
    (value) =>
      typeof value === 'string' &&
      value.length <= MAX_CLIENT_MESSAGE_ID &&
      value.isWellFormed() &&
      !showsNothing(value)
        ? value
        : undefined,
  ),
  null,
);

/** The sender's own name for a message, in both spellings that every dialect takes. */
export const clientMessageIdFields = {
  clientMessageId: clientMessageIdText,
  client_message_id: clientMessageIdText,
} as const;

export interface BothSpellings {
  readonly clientMessageId: string | null;
  readonly client_message_id: string | null;
}

/** Two names for one message mean nothing. */
export const oneClientMessageId = <A extends BothSpellings>(codec: Codec<A>): Codec<A> =>
  refine(codec, 'client_message_id', 'Must not differ from clientMessageId', (value) => {
    const { clientMessageId: one, client_message_id: other } = value;
    if (one !== null && other !== null && one !== other) return undefined;
    return { ...value, clientMessageId: one ?? other };
  });

/** The same as a header of a request, beside what the body says. */
export const namingHeaderFields = { 'idempotency-key': clientMessageIdText } as const;

interface NamedRequest {
  readonly headers: { readonly 'idempotency-key': string | null };
  readonly body: BothSpellings;
}

/** The name by which a request's message goes, wherever it stands: in `body.clientMessageId`. */
export const namedRequest = <A extends NamedRequest>(codec: Codec<A>): Codec<A> =>
  refine(codec, 'idempotency-key', 'Must not differ from clientMessageId', (value) => {
    const { headers, body } = value;
    const { 'idempotency-key': header } = headers;
    const { clientMessageId: said } = body;
    if (header !== null && said !== null && header !== said) return undefined;
    return { ...value, body: { ...body, clientMessageId: said ?? header } };
  });

export const seq = withDefault(
  expecting('Must be a whole number from 0', { type: 'integer', minimum: 0 }, (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined,
  ),
  null,
);

const WHOLE = /^\d+(?:e\d+)?$/i;

/** Where numbers are written in text, as in a query string. */
const wholeInText = (minimum: number): Codec<number> =>
  expecting(`Must be a whole number from ${minimum}`, { type: 'integer', minimum }, (value) => {
    const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : -1;
    return Number.isSafeInteger(number) && number >= minimum ? number : undefined;
  });

const positive = wholeInText(1);

/** The same as {@link seq}, as a form has it. */
export const seqInText = withDefault(wholeInText(0), null);

/** Items of a page, where none is asked for. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;

/** A query's `page`, `null` where none is asked for, and `limit`; a limit over 100 is taken as 100. */
export const pagingFields = {
  page: withDefault(positive, null),
  limit: withDefault(
    new Codec(
      'limit',
      (value, context) => {
        const limit = positive.validate(value, context);
        return isLeft(limit) ? limit : t.success(Math.min(limit.right, MAX_LIMIT));
      },
      positive.schema,
    ),
    DEFAULT_LIMIT,
  ),
} as const;

const issueOf = ({ context, message }: t.ValidationError): Issue => {
  const field = context.map(({ key }) => key).filter((key) => key !== '');
  return { field: field.join('.'), message: message ?? 'Must be an object' };
};

/** Decodes, and says what is wrong field by field. */
export const decode = <A>(codec: t.Type<A>, value: unknown): Either<readonly Issue[], A> => {
  const decoded = codec.decode(value);
  return isLeft(decoded) ? left(decoded.left.map(issueOf)) : decoded;
};
