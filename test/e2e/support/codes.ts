import { rest, type RestReply } from './rest-client.js';

export const GENERATE_PATH = '/api/support/onboarding/generate-code';
export const VERIFY_PATH = '/api/support/onboarding/verify-code';

/** What everybody but its addressee is shown of a code. */
export const DOTS = '••••••';

export interface WireGenerated {
  readonly code: string;
  readonly expiresAt: string;
  readonly conversationId: string | null;
}

export interface WireVerified {
  readonly authCodeId: string;
  readonly userId?: string;
}

type Headers = Readonly<Record<string, string>>;

const post = <Data>(
  url: string,
  path: string,
  bearer: string | null,
  body: unknown,
  headers: Headers = {},
): Promise<RestReply<Data>> =>
  rest<Data>(url, path, bearer, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Document 001, "Generate Onboarding Auth Code". */
export const generate = (url: string, bearer: string | null, body: unknown = {}) =>
  post<WireGenerated>(url, GENERATE_PATH, bearer, body);

/** The same, where it succeeds. */
export const generated = async (
  url: string,
  bearer: string,
  body: unknown = {},
): Promise<WireGenerated> => {
  const reply = await generate(url, bearer, body);
  if (reply.status !== 201) throw new Error(`no code: ${JSON.stringify(reply.body)}`);
  return reply.body.data;
};

let addresses = 0;

/** An address that nobody had before, as a proxy says it that is believed. */
export const elsewhere = (): Headers => {
  addresses += 1;
  return { 'x-forwarded-for': `10.1.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}` };
};

/** Document 001, "Verify Onboarding Auth Code"; from an address that has not failed yet, unless said otherwise. */
export const verify = (
  url: string,
  body: unknown,
  { bearer = null, headers = elsewhere() }: { bearer?: string | null; headers?: Headers } = {},
) => post<WireVerified>(url, VERIFY_PATH, bearer, body, headers);

/** Six digits that are not these. */
export const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000');
