import { type Either, isLeft, left } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Issue } from '../../../../domain/failure.js';
import { type ConversationId, isUuid, toConversationId } from '../../../../domain/ids.js';

type Validate<A> = t.Validate<unknown, A>;

/** A codec for what comes in; what goes out is written by hand. */
const decoder = <A>(name: string, validate: Validate<A>): t.Type<A> =>
  new t.Type<A>(name, (_value): _value is A => true, validate, t.identity);

/** A decoder that says in words what it wants. */
const expecting = <A>(message: string, pick: (value: unknown) => A | undefined): t.Type<A> =>
  decoder(message, (value, context) => {
    const picked = pick(value);
    return picked === undefined ? t.failure(value, context, message) : t.success(picked);
  });

export const text = expecting('Must be a string', (value) =>
  typeof value === 'string' ? value : undefined,
);

export const conversationId = expecting<ConversationId>('Must be a UUID', (value) =>
  typeof value === 'string' && isUuid(value) ? toConversationId(value) : undefined,
);

export const oneOf = <const A extends string>(...values: readonly A[]): t.Type<A> =>
  expecting(`Must be one of ${values.join(', ')}`, (value) =>
    values.find((allowed) => allowed === value),
  );

/** Absent and `null` both mean the default. */
export const withDefault = <A, const D>(codec: t.Type<A>, fallback: D): t.Type<A | D> =>
  decoder<A | D>(codec.name, (value, context) =>
    value === undefined || value === null ? t.success(fallback) : codec.validate(value, context),
  );

const MAX_CLIENT_MESSAGE_ID = 200;

/** The sender's own name for a message: 1 to 200 characters. */
export const clientMessageId = withDefault(
  expecting(`Must be a string of 1 to ${MAX_CLIENT_MESSAGE_ID} characters`, (value) =>
    typeof value === 'string' &&
    value !== '' &&
    value.length <= MAX_CLIENT_MESSAGE_ID &&
    value.isWellFormed()
      ? value
      : undefined,
  ),
  null,
);

export const seq = withDefault(
  expecting('Must be a whole number from 0', (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined,
  ),
  null,
);

const WHOLE = /^\d+(?:e\d+)?$/i;

/** From a query string: 1 or more. */
const positive = expecting('Must be a whole number from 1', (value) => {
  const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : 0;
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
});

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** A query's `page` and `limit`; a limit over 100 is taken as 100. */
export const paging = t.type({
  page: withDefault(positive, 1),
  limit: withDefault(
    decoder('limit', (value, context) => {
      const limit = positive.validate(value, context);
      return isLeft(limit) ? limit : t.success(Math.min(limit.right, MAX_LIMIT));
    }),
    DEFAULT_LIMIT,
  ),
});

const issueOf = ({ context, message }: t.ValidationError): Issue => {
  const field = context.map(({ key }) => key).filter((key) => key !== '');
  return { field: field.join('.'), message: message ?? 'Must be an object' };
};

/** Decodes, and says what is wrong field by field. */
export const decode = <A>(codec: t.Type<A>, value: unknown): Either<readonly Issue[], A> => {
  const decoded = codec.decode(value);
  return isLeft(decoded) ? left(decoded.left.map(issueOf)) : decoded;
};
