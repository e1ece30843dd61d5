import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import busboy, { type Busboy } from 'busboy';
import type { Headers } from '../../gateway/transport.js';
import { boundaryOf, DelimiterCount } from './form-boundary.js';

/** Most that is taken of one form. */
export interface FormLimits {
  readonly files: number;
  readonly fields: number;
  /** Bytes of a field's value. */
  readonly fieldSize: number;
  /** Characters of a field's name. */
  readonly nameLength: number;
  /** Bytes of all that is no file's: what comes before, between and after them. */
  readonly beside: number;
}

/** What is wrong with a form that has come so far; the parser's own limit to a part's headers, 16 KiB, is among the malformed. */
export type FormFlaw =
  | { readonly kind: 'Malformed' }
  | { readonly kind: 'TooManyFiles'; readonly most: number }
  | { readonly kind: 'TooManyFields'; readonly most: number }
  | { readonly kind: 'FieldTooLarge'; readonly field: string; readonly most: number }
  | { readonly kind: 'NameTooLong'; readonly most: number }
  | { readonly kind: 'FormTooLarge'; readonly most: number };

/** A file's bytes on their way from the parser to whoever reads them. */
export class Inflow {
  private waiting: Uint8Array[] = [];
  isWhole = false;
  isDropped = false;

  push(bytes: Uint8Array): void {
    if (!this.isDropped) this.waiting.push(bytes);
  }

  take(): Uint8Array | undefined {
    return this.waiting.shift();
  }

  /** Nobody reads it any more. */
  drop(): void {
    this.isDropped = true;
    this.waiting = [];
  }
}

export type ParsedPart =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | { readonly kind: 'file'; readonly name: string; readonly inflow: Inflow };

export interface FormParser {
  /** The next part that was found; it comes before the flaw, whatever pieces the form is fed in. */
  nextPart(): ParsedPart | undefined;
  /** What follows it is not looked at. */
  readonly flaw: FormFlaw | null;
  /** Resolves when all that can be told from these bytes has been. */
  feed(bytes: Uint8Array): Promise<void>;
  /** Nothing comes any more. */
  end(): Promise<void>;
}

/** A base64 part would be stored as it is written; browsers and their like send none. */
const ENCODINGS: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary']);

/** A name that a part does not have is undefined, whatever the library's types say. */
const said = (name: string | undefined): string => name ?? '';

const ignore = (): void => undefined;

const opened = (boundary: string, { files, fields, fieldSize }: FormLimits): Busboy =>
  busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    // A name is as it was typed, in UTF-8 as browsers write it; whoever stores it takes its folders away.
    preservePath: true,
    defParamCharset: 'utf8',
    limits: {
      files,
      fields,
      // The library takes a value of just so many bytes for one that was cut off.
      fieldSize: fieldSize + 1,
      // Those count that it passes over.
      parts: files + fields + 1,
    },
  });

/** Takes a form apart as it comes; `null` where the headers speak of none. */
export const formParser = (headers: Headers, limits: FormLimits): FormParser | null => {
  const boundary = boundaryOf(headers);
  if (boundary === null) return null;
  const form = opened(boundary, limits);
  const delimiters = new DelimiterCount(boundary);
  const found: ParsedPart[] = [];
  let told = 0;
  let flaw: FormFlaw | null = null;
  let beside = 0;

  const fail = (first: FormFlaw): void => {
    flaw ??= first;
  };
  const isSound = (name: string, encoding: string): boolean => {
    told += 1;
    if (name.length > limits.nameLength) fail({ kind: 'NameTooLong', most: limits.nameLength });
    if (!ENCODINGS.has(encoding)) fail({ kind: 'Malformed' });
    return flaw === null;
  };
  const receive = (stream: Readable, inflow: Inflow): void => {
    stream.on('error', ignore);
    stream.on('data', (bytes: Uint8Array) => {
      beside -= bytes.length;
      inflow.push(bytes);
    });
    stream.once('end', () => (inflow.isWhole = true));
  };

  form.on('field', (field, value, { valueTruncated, encoding }) => {
    const name = said(field);
    if (!isSound(name, encoding)) return;
    const most = limits.fieldSize;
    if (valueTruncated) fail({ kind: 'FieldTooLarge', field: name, most });
    else found.push({ kind: 'field', name, value });
  });
  form.on('file', (field, stream, { filename, encoding }) => {
    const inflow = new Inflow();
    receive(stream, inflow);
    if (isSound(said(field), encoding)) {
      found.push({ kind: 'file', name: said(filename), inflow });
    } else inflow.drop();
  });
  form.on('filesLimit', () => fail({ kind: 'TooManyFiles', most: limits.files }));
  form.on('fieldsLimit', () => fail({ kind: 'TooManyFields', most: limits.fields }));
  form.on('partsLimit', () => fail({ kind: 'TooManyFields', most: limits.fields }));
  form.on('error', () => fail({ kind: 'Malformed' }));

  return {
    nextPart: () => found.shift(),
    get flaw() {
      return flaw;
    },
    feed: async (bytes) => {
      beside += bytes.length;
      delimiters.take(bytes);
      try {
        // Promises go on when no tick is left: then each file has been told all of these bytes, and its end.
        await new Promise((resolve) => form.write(bytes, resolve));
      } catch (error) {
        // Of a part that has no content the library may count less than nothing; what else is thrown is a bug.
        if (!(error instanceof RangeError)) throw error;
        fail({ kind: 'Malformed' });
      }
      if (beside > limits.beside) fail({ kind: 'FormTooLarge', most: limits.beside });
    },
    end: async () => {
      form.end();
      // All that the library does it has done by then, or waits for in vain: as for the end of a file that begins behind the form's.
      await turn();
      if (!form.closed) fail({ kind: 'Malformed' });
      form.destroy();
      // The library passes over a part whose headers it does not understand: a file would be missing, and nobody told.
      if (told !== delimiters.count - 1) fail({ kind: 'Malformed' });
    },
  };
};
