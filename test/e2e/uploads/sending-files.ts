import { PATIENCE } from '../support/deadline.js';
import { disposition, END, field, part, TYPE } from '../../support/forms.js';

const BASE64_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A picture of one pixel. */
export const PNG = Buffer.from(BASE64_PNG, 'base64');

export const MIB = 1024 * 1024;

export interface SentFile {
  /** As it stands in the header, between its quotes. */
  readonly name: string;
  readonly content: Uint8Array | string;
}

export interface Upload {
  readonly bearer?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Before the files. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly files?: readonly SentFile[];
  /** After them. */
  readonly then?: Readonly<Record<string, string>>;
}

export interface WireAttachment {
  readonly filename: string;
  readonly originalname: string;
  readonly mimetype: string;
  readonly size: number;
  readonly path: string;
  readonly url: string;
  readonly uploadedAt: string;
}

/** What the two dialects' answers have in common, as far as it is read. */
export interface UploadReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly success: boolean;
    readonly message?: string;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly errors?: readonly { readonly field: string; readonly message: string }[];
  };
}

const asFields = (fields: Readonly<Record<string, string>>): readonly Buffer[] =>
  Object.entries(fields).map(([name, value]) => field(name, value));

export const png = (name = 'Screenshot 1.png'): SentFile => ({ name, content: PNG });
export const text = (name: string, content = 'hello'): SentFile => ({ name, content });

export const formOf = ({ fields = {}, files = [], then = {} }: Upload): Buffer =>
  Buffer.concat([
    ...asFields(fields),
    ...files.map(({ name, content }) =>
      // What it says of its type counts for nothing.
      part([disposition(`name="attachments"; filename="${name}"`), 'Content-Type: a/b'], content),
    ),
    ...asFields(then),
    END,
  ]);

export const upload = async (
  url: string,
  path: string,
  wish: Upload,
  body: Uint8Array | string = formOf(wish),
): Promise<UploadReply> => {
  const { bearer = null, headers = {} } = wish;
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': TYPE,
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    body,
    signal: AbortSignal.timeout(2 * PATIENCE),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as UploadReply['body'],
  };
};
