import { left } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { ClientGone, type HttpRequest } from '../../gateway/transport.js';
import {
  type FormFlaw,
  type FormLimits,
  formParser,
  type FormParser,
  type Inflow,
} from './form-parser.js';

export type FormPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      /** As it was typed, whatever that was; empty where none was said. */
      readonly name: string;
      /**
       * Comes as fast as it is read, and is to be read, or left off, before the next part is asked for: what is left then is passed
       * over. Throws where the form breaks off.
       */
      readonly content: AsyncIterable<Uint8Array>;
    };

/** `Unsupported`: it is no form in parts, or compressed. `ClientGone`: nobody hears the answer. */
export type FormProblem =
  FormFlaw | { readonly kind: 'Unsupported' } | { readonly kind: 'ClientGone' };

export const FORM_LIMITS: FormLimits = {
  files: 5,
  fields: 20,
  fieldSize: 64 * 1024,
  nameLength: 100,
  // All the fields at their largest, and the headers of all parts.
  beside: 2 * 1024 * 1024,
};

/** Ends the reading of a form, wherever that is under way. */
class FormBroken extends Error {
  constructor(readonly problem: FormProblem) {
    super(problem.kind);
  }
}

interface OpenForm {
  readonly parts: AsyncIterable<FormPart>;
  close(): Promise<void>;
}

/** Reads on only while somebody waits for what comes next: so nothing piles up, and a form that is left off has no reading under way. */
const openForm = (parser: FormParser, content: AsyncIterable<Uint8Array>): OpenForm => {
  const source = content[Symbol.asyncIterator]();
  let reading: Promise<void> | null = null;
  let hasEnded = false;
  let isClosed = false;

  const readOn = async (): Promise<void> => {
    if (parser.flaw !== null) throw new FormBroken(parser.flaw);
    if (isClosed) throw new Error('a form was read after it was closed');
    const read = await source.next().catch((error: unknown) => {
      throw error instanceof ClientGone ? new FormBroken({ kind: 'ClientGone' }) : error;
    });
    if (read.done !== true) return parser.feed(read.value);
    hasEnded = true;
    return parser.end();
  };
  const more = (): Promise<void> =>
    (reading ??= readOn().finally(() => {
      reading = null;
    }));

  async function* bytesOf(inflow: Inflow): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) {
        if (inflow.isDropped) throw new Error('a file was read after the part that follows it');
        const bytes = inflow.take();
        if (bytes !== undefined) yield bytes;
        else if (inflow.isWhole) return;
        else await more();
      }
    } finally {
      inflow.drop();
    }
  }

  async function* parts(): AsyncGenerator<FormPart, void> {
    for (;;) {
      const part = parser.nextPart();
      if (part?.kind === 'field') yield part;
      else if (part !== undefined) {
        yield { kind: 'file', name: part.name, content: bytesOf(part.inflow) };
        part.inflow.drop();
      } else if (hasEnded && parser.flaw === null) return;
      else await more();
    }
  }

  return {
    parts: parts(),
    close: async () => {
      isClosed = true;
      const letGo = Promise.resolve(source.return?.()).catch(() => undefined);
      // What somebody still waits for may never come.
      if (reading === null) await letGo;
    },
  };
};

/**
 * Reads a form in parts (`multipart/form-data`), in the order in which they come, for as long as `take` does. What is wrong with the form ends the reading by an error that `take` lets pass.
 */
export const readForm =
  <E, A>(
    { headers, content }: Pick<HttpRequest, 'headers' | 'content'>,
    take: (parts: AsyncIterable<FormPart>) => TaskEither<E, A>,
    limits = FORM_LIMITS,
  ): TaskEither<E | FormProblem, A> =>
  async () => {
    const parser = formParser(headers, limits);
    if (parser === null) return left({ kind: 'Unsupported' });
    const form = openForm(parser, content);
    try {
      return await take(form.parts)();
    } catch (error) {
      if (error instanceof FormBroken) return left(error.problem);
      throw error;
    } finally {
      await form.close();
    }
  };
