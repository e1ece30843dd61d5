import { said, shown } from './private-data.js';

const PART = /name="(\w+)"\r\n\r\n([^]*?)\r\n--/g;

const saidInText = (text: string): void => {
  try {
    said(JSON.parse(text));
  } catch {
    for (const [, name = '', value] of text.matchAll(PART)) said({ [name]: value });
  }
};

const saidInBody = (body: RequestInit['body']): void => {
  if (typeof body === 'string') saidInText(body);
  else if (body instanceof Uint8Array) saidInText(Buffer.from(body).toString());
  else if (body instanceof FormData || body instanceof URLSearchParams) {
    said(Object.fromEntries(body as Iterable<[string, unknown]>));
  }
};

const original = globalThis.fetch;

const remembering: typeof fetch = (input, init = {}) => {
  const url = input instanceof Request ? input.url : input;
  said(Object.fromEntries(new URL(url).searchParams));
  shown(new Headers(init.headers));
  saidInBody(init.body);
  return original(input, init);
};

/** From now on whatever a test asks over REST is remembered, however it asks. */
export const watchFetch = (): void => {
  globalThis.fetch = remembering;
};
