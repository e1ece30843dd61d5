import { setImmediate as turn } from 'node:timers/promises';
import { type Either, right } from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import {
  type FormPart,
  type FormProblem,
  readForm,
} from '../../src/adapters/inbound/dialects/common/multipart.js';
import { ClientGone } from '../../src/adapters/inbound/gateway/transport.js';

export const TYPE = 'multipart/form-data; boundary=edge';
export const END = Buffer.from('--edge--\r\n');

export const part = (headers: readonly string[], content: Uint8Array | string): Buffer =>
  Buffer.concat([
    Buffer.from(['--edge', ...headers, '', ''].join('\r\n')),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
export const disposition = (rest: string): string => `Content-Disposition: form-data; ${rest}`;
export const field = (name: string, value = 'x'): Buffer =>
  part([disposition(`name="${name}"`)], value);
/** Its name as it stands in the header. */
export const file = (name: string, content: Uint8Array | string = 'x'): Buffer =>
  part([disposition(`name="file"; filename=${name}`), 'Content-Type: text/plain'], content);

/** What a client sends, piece by piece, and how it ends. */
export class Sending implements AsyncIterable<Uint8Array> {
  taken = 0;
  returned = 0;

  constructor(
    private readonly pieces: readonly Uint8Array[],
    private readonly ending: () => Promise<IteratorResult<Uint8Array>> = () =>
      Promise.resolve({ done: true, value: undefined }),
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: () => {
        const value = this.pieces[this.taken];
        this.taken += 1;
        return value === undefined ? this.ending() : Promise.resolve({ done: false, value });
      },
      return: async () => {
        await turn();
        this.returned += 1;
        return { done: true, value: undefined };
      },
    };
  }
}

export const never = (): Promise<never> => Promise.withResolvers<never>().promise;
export const gone = (): Promise<never> => Promise.reject(new ClientGone('the cable'));

export type Taker<A> = (parts: AsyncIterable<FormPart>) => Promise<A>;

export const read = <A>(
  content: AsyncIterable<Uint8Array>,
  take: Taker<A>,
  headers: Readonly<Record<string, string>> = { 'content-type': TYPE },
): Promise<Either<FormProblem, A>> =>
  readForm({ headers, content }, (parts) => async () => right(await take(parts)))();

export const textOf = async (content: AsyncIterable<Uint8Array>): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const bytes of content) pieces.push(bytes);
  return Buffer.concat(pieces).toString('latin1');
};

/** Each part as a name and what it holds. */
export const all: Taker<readonly (readonly string[])[]> = async (parts) => {
  const seen: (readonly string[])[] = [];
  for await (const one of parts) {
    const held = one.kind === 'field' ? one.value : await textOf(one.content);
    seen.push([one.kind, one.name, held]);
  }
  return seen;
};

export const readAll = (...pieces: readonly Uint8Array[]) => read(new Sending(pieces), all);

export const cut = (body: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const inside = places.map((place) => Math.floor(place * body.length)).toSorted((a, b) => a - b);
  return [...inside, body.length].map((to, at) => body.subarray(inside[at - 1] ?? 0, to));
};

/** Between 0 and 1. */
export const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
