import { type Either, isLeft, left } from 'fp-ts/lib/Either.js';
import type { IncomingFile } from '../../../../application/files/store-file.js';
import { MAX_FILES } from '../../../../domain/attachment.js';
import type { ValidationFailed } from '../../../../domain/failure.js';
import { messageText } from '../../../../domain/message-text.js';
import type { Schema } from '../../gateway/dialect.js';
import type { Headers } from '../../gateway/transport.js';
import {
  clientMessageIdFields,
  decode,
  namedRequest,
  namingHeaderFields,
  object,
  oneClientMessageId,
  seqInText,
  text,
  withDefault,
} from './codecs.js';
import type { FormPart } from './multipart.js';
import { withoutPart } from './route-row.js';

type FilePart = Extract<FormPart, { readonly kind: 'file' }>;

export const namingHeaders = object(namingHeaderFields);

const fields = oneClientMessageId(
  object({ message: withDefault(text, ''), ...clientMessageIdFields, ifLastSeq: seqInText }),
);

const Said = namedRequest(object({ headers: namingHeaders, body: fields }));

/** What a form says beside its files. */
export type SaidInForm = (typeof Said)['_A']['body'];

/** A form as documents have it; files are known by being files, whatever their fields are called. */
export const formSchema: Schema = {
  ...fields.schema,
  properties: {
    attachments: {
      type: 'array',
      items: { type: 'string', format: 'binary' },
      minItems: 1,
      maxItems: MAX_FILES,
      examples: [['a file']],
    },
    ...(fields.schema['properties'] as object),
  },
  required: ['attachments'],
};

/** What is wrong with the fields that follow the files: thrown to whoever reads those, that they be stored nowhere. */
export class WrongFields extends Error {
  constructor(readonly failure: ValidationFailed) {
    super('the fields of a form are wrong');
  }
}

export interface UploadForm {
  /** The fields up to the first file; what is wrong with them is known before anything is stored. */
  readonly said: Either<ValidationFailed, SaidInForm>;
  readonly hasFiles: boolean;
  /** To be read once. When all have been read the fields behind them have, too. */
  readonly files: AsyncIterable<IncomingFile>;
  /** All of the fields. Throws {@link WrongFields}; so do the files, at their end. */
  saidAtLast(): SaidInForm;
}

/** Reads a form up to its first file. */
export const uploadForm = async (
  headers: Headers,
  content: AsyncIterable<FormPart>,
): Promise<UploadForm> => {
  const parts = content[Symbol.asyncIterator]();
  const found = new Map<string, string | readonly string[]>();

  const nextFile = async (): Promise<FilePart | null> => {
    for (;;) {
      const next = await parts.next();
      if (next.done === true) return null;
      const { value: part } = next;
      if (part.kind === 'file') return part;
      const earlier = found.get(part.name);
      // No field takes a list: whoever says it twice is told so.
      found.set(part.name, earlier === undefined ? part.value : [earlier, part.value].flat());
    }
  };

  const said = (): Either<ValidationFailed, SaidInForm> => {
    const decoded = decode(Said, { headers, body: Object.fromEntries(found) });
    if (isLeft(decoded)) {
      return left({ kind: 'ValidationFailed', issues: decoded.left.map(withoutPart) });
    }
    const { body } = decoded.right;
    const message = messageText(body.message, 'message', true);
    return isLeft(message) ? message : { ...decoded, right: body };
  };
  const saidAtLast = (): SaidInForm => {
    const last = said();
    if (isLeft(last)) throw new WrongFields(last.left);
    return last.right;
  };

  const first = await nextFile();
  async function* files(): AsyncGenerator<IncomingFile, void> {
    for (let file = first; file !== null; file = await nextFile()) {
      yield { name: file.name, content: file.content };
    }
    saidAtLast();
  }

  return { said: said(), hasFiles: first !== null, files: files(), saidAtLast };
};
