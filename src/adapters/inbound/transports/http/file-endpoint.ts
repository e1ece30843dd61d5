import contentDisposition from 'content-disposition';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Blob, BLOB_NAME } from '../../../../application/ports/blob-store.js';
import type { Headers, HttpEndpoint, HttpReply } from '../../gateway/transport.js';
import { byteRange, type ByteRange } from './byte-range.js';
import { downloadName } from './download-name.js';

export interface ServedFile extends Pick<
  Blob,
  'name' | 'type' | 'originalName' | 'size' | 'digest'
> {
  /** The bytes from one place to another, both included; throws where they cannot be read. */
  read(first: number, last: number): AsyncIterable<Uint8Array>;
}

/** A file that came with a message, for whoever knows its name. */
export type FetchFile = (
  name: string,
) => TaskEither<{ readonly kind: 'NotFound' | 'Unavailable' }, ServedFile>;

/** Where files are; their answers guard themselves. */
export const FILES = '/uploads/chat/';

/** What no browser runs anything of, whatever is in it. */
const SHOWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** It runs nothing, loads nothing, and stands in no frame; default-src says nothing of the last three. */
const POLICY =
  "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const refusal = (status: number, message: string, headers = {}): HttpReply => ({
  status,
  headers,
  body: { success: false, message },
});

const notFound = refusal(404, 'File not found');
const unavailable = refusal(503, 'Service unavailable, please try again');

const CONTROL = /\p{Control}/gu;
const NOT_ASCII = /[^ -~]/gu;

/** The name also in ASCII, since browsers take what else is written plainly for different things. */
const disposition = ({ name: stored, type, originalName }: ServedFile): string => {
  const own = originalName.toWellFormed().replace(CONTROL, ' ');
  const name = downloadName(own, type, stored);
  return contentDisposition(name, {
    type: SHOWN.has(type) ? 'inline' : 'attachment',
    fallback: name.replace(NOT_ASCII, '_'),
  });
};

const tagOf = ({ digest }: ServedFile): string => `"${digest}"`;

/** A file never changes under its name. */
const caching = (file: ServedFile): Readonly<Record<string, string>> => ({
  etag: tagOf(file),
  'cache-control': 'public, max-age=31536000, immutable',
});

const textOf = (value: Headers[string]): string | null =>
  typeof value === 'string' ? value : null;

const has = (headers: Headers, file: ServedFile): boolean =>
  textOf(headers['if-none-match'])
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === tagOf(file)) ?? false;

/** A part is of use only to who has the rest of the same. */
const rangeOf = (headers: Headers, file: ServedFile): ReturnType<typeof byteRange> => {
  const range = textOf(headers['range']);
  const tag = textOf(headers['if-range']);
  if (range === null || (tag !== null && tag !== tagOf(file))) return 'whole';
  return byteRange(range, file.size);
};

/** Nothing is opened that nobody reads. */
async function* lazily(file: ServedFile, { first, last }: ByteRange): AsyncGenerator<Uint8Array> {
  if (last >= first) yield* file.read(first, last);
}

const contentOf = (file: ServedFile, range: ByteRange): HttpReply['content'] & object => ({
  // Of text nobody has said which charset it is in, and a wrong one is worse than none.
  type: file.type,
  length: range.last - range.first + 1,
  bytes: lazily(file, range),
});

const sent = (file: ServedFile, headers: Headers, isHead: boolean): HttpReply => {
  if (has(headers, file)) return { status: 304, headers: caching(file) };
  // Only of GET is a part defined.
  const range = isHead ? 'whole' : rangeOf(headers, file);
  if (range === 'unsatisfiable') {
    const size = { 'content-range': `bytes */${file.size}` };
    return refusal(416, 'Range not satisfiable', size);
  }
  const described = {
    ...caching(file),
    'accept-ranges': 'bytes',
    'content-disposition': disposition(file),
    'content-security-policy': POLICY,
    // A conversation's page may be of another origin than its files.
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  if (range === 'whole') {
    const content = contentOf(file, { first: 0, last: file.size - 1 });
    return { status: 200, headers: described, content };
  }
  const place = `bytes ${range.first}-${range.last}/${file.size}`;
  const content = contentOf(file, range);
  return { status: 206, headers: { ...described, 'content-range': place }, content };
};

/** Serves files under names that nobody can guess, and that are all that it takes to have them. */
export const fileEndpoint = (fetchFile: FetchFile): HttpEndpoint => ({
  method: 'GET',
  path: `${FILES}:filename`,
  handle: async ({ params: { filename = '' }, headers, isHead }) => {
    if (!BLOB_NAME.test(filename)) return notFound;
    const file = await fetchFile(filename)();
    if (!isLeft(file)) return sent(file.right, headers, isHead);
    return file.left.kind === 'NotFound' ? notFound : unavailable;
  },
});
