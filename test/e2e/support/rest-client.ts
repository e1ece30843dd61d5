import { PATIENCE } from './deadline.js';
import { heard } from './private-data.js';
import type { Envelope, WireConversation, WireHistory, WireMessage } from './wire.js';

export interface RestReply<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Envelope<Data>;
}

export interface RestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const rest = async <Data = unknown>(
  url: string,
  path: string,
  token: string | null,
  { method = 'GET', headers = {}, body }: RestOptions = {},
): Promise<RestReply<Data>> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    signal: AbortSignal.timeout(PATIENCE),
    ...(body === undefined ? {} : { body }),
  });
  const answer = (await response.json()) as Envelope<Data>;
  heard(answer);
  return { status: response.status, headers: response.headers, body: answer };
};

/** The id of the token's own open conversation of a type. */
export const conversationOf = async (
  url: string,
  token: string,
  type = 'general',
): Promise<string> => {
  const path = `/api/support/conversation?type=${type}`;
  const { status, body } = await rest<WireConversation>(url, path, token);
  if (status !== 200) throw new Error(`no conversation: ${JSON.stringify(body)}`);
  return body.data.id;
};

export const historyPath = (id: string, query = ''): string =>
  `/api/support/conversation/${id}/messages${query}`;

/** All pages, oldest first. */
export const wholeHistory = async (
  url: string,
  token: string,
  id: string,
): Promise<readonly WireMessage[]> => {
  const all: WireMessage[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const path = historyPath(id, `?page=${page}&limit=100`);
    const { status, body } = await rest<WireHistory>(url, path, token);
    if (status !== 200) throw new Error(`no history: ${JSON.stringify(body)}`);
    all.push(...body.data.messages);
    pages = body.data.pagination.totalPages;
  }
  return all;
};
