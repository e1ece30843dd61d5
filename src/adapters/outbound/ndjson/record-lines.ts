import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { canonicalJson } from '../../../application/transfer/canonical-json.js';
import type { TransferRecord } from '../../../application/transfer/transfer-record.js';
import type { Exact } from './exact-codecs.js';
import { faultIn } from './exact-codecs.js';
import {
  conversation,
  event,
  FORMAT,
  header,
  read as readCodec,
  staff as staffCodec,
  type Trailer,
  trailer,
  VERSION,
} from './record-codecs.js';

export type Line = TransferRecord | { readonly kind: 'trailer'; readonly trailer: Trailer };

/** A line of each kind is an object with one member, whose name is the kind. */
const lineOf = (record: Line): Readonly<Record<string, unknown>> => {
  switch (record.kind) {
    case 'header':
      return { header: { format: FORMAT, version: VERSION, ...record.header } };
    case 'staff':
      return { staff: record.staff };
    case 'conversation':
      return { conversation: record.conversation };
    case 'event':
      return { event: record.event };
    case 'read':
      return { read: record.read };
    case 'trailer':
      return { trailer: record.trailer };
  }
};

const decode = <A>(codec: Exact<A>, kind: string, value: unknown): Either<string, A> => {
  const decoded = codec.decode(value);
  return isLeft(decoded) ? left(`${kind}: ${faultIn(decoded.left)}`) : decoded;
};

/** Said apart from all else that may be wrong: somebody needs a newer version to read it. */
const newerVersion = (value: unknown): string | null => {
  const { format, version } = value as Readonly<Record<string, unknown>>;
  return format === FORMAT && Number.isSafeInteger(version) && Number(version) > VERSION
    ? `it is of version ${String(version)}, and this Switchboard reads up to version ${VERSION}: import it with a newer one`
    : null;
};

const NO_LINE = left('is no line of an export');

const recordIn = (parsed: object): Either<string, Line> => {
  const [member, ...others] = Object.entries(parsed) as [string, unknown][];
  if (member === undefined || others.length > 0) return NO_LINE;
  const [kind, value] = member;
  if (typeof value !== 'object' || value === null) return NO_LINE;
  switch (kind) {
    case 'header': {
      const newer = newerVersion(value);
      if (newer !== null) return left(newer);
      const decoded = decode(header, kind, value);
      if (isLeft(decoded)) return decoded;
      const { staff, conversations, events, messages, lastNumber } = decoded.right;
      return right({ kind, header: { staff, conversations, events, messages, lastNumber } });
    }
    case 'staff': {
      const decoded = decode(staffCodec, kind, value);
      return isLeft(decoded) ? decoded : right({ kind, staff: decoded.right });
    }
    case 'conversation': {
      const decoded = decode(conversation, kind, value);
      return isLeft(decoded)
        ? decoded
        : right({ kind, conversation: { reads: 0, ...decoded.right } });
    }
    case 'event': {
      const decoded = decode(event, kind, value);
      return isLeft(decoded) ? decoded : right({ kind, event: decoded.right });
    }
    case 'read': {
      const decoded = decode(readCodec, kind, value);
      return isLeft(decoded) ? decoded : right({ kind, read: decoded.right });
    }
    case 'trailer': {
      const decoded = decode(trailer, kind, value);
      return isLeft(decoded) ? decoded : right({ kind, trailer: decoded.right });
    }
    default:
      return NO_LINE;
  }
};

/** What a line says, or what is wrong with it. */
export const decodeLine = (text: string): Either<string, Line> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return left('is no JSON');
  }
  return typeof parsed === 'object' && parsed !== null ? recordIn(parsed) : NO_LINE;
};

const placeOf = (record: Line, within: string | null): string =>
  record.kind === 'event'
    ? `Conversation ${within}, seq ${record.event.seq},`
    : `What the store has as ${record.kind}`;

/**
 * With its end.
 * @param within the conversation that it stands in; null before the first
 * @throws Error for a record that could not be read again: a bug, or a store that holds what is none of ours
 */
export const encodeLine = (record: Line, within: string | null): string => {
  const line = lineOf(record);
  const read = recordIn(line);
  if (isLeft(read)) throw new Error(`${placeOf(record, within)} cannot be exported: ${read.left}`);
  return `${canonicalJson(line)}\n`;
};
