import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const ANON_KEY = 'an-anonymous-key';

/** What was asked of it. */
export interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Whoever signs people in, as Supabase Auth does over HTTP. */
export interface SupabaseServer {
  readonly url: string;
  /** Their refresh token, good once. */
  signIn(person: string): string;
  readonly asked: readonly Asked[];
  /** From now on, in place of the endpoint; as before with none. */
  answer(listener: RequestListener | null): void;
  stop(): Promise<void>;
}

const SECONDS = 3_600;

/** @param tokenOf makes the access token of a person that is good for so many seconds */
export const supabaseServer = async (
  tokenOf: (person: string, seconds: number) => string = (person) => `token of ${person}`,
): Promise<SupabaseServer> => {
  const people = new Map<string, string>();
  const asked: Asked[] = [];
  let other: RequestListener | null = null;

  const signIn = (person: string): string => {
    const token = randomBytes(9).toString('base64url');
    people.set(token, person);
    return token;
  };

  const renew = ({ method, url, headers, body }: Asked): readonly [number, object] => {
    if (method !== 'POST' || url !== '/auth/v1/token?grant_type=refresh_token') return [404, {}];
    if (headers['apikey'] !== ANON_KEY) return [401, { message: 'Invalid API key' }];
    const { refresh_token: given } = JSON.parse(body) as { readonly refresh_token: string };
    const person = people.get(given);
    if (person === undefined) return [400, { error_code: 'refresh_token_not_found' }];
    people.delete(given);
    return [
      200,
      {
        access_token: tokenOf(person, SECONDS),
        token_type: 'bearer',
        expires_in: SECONDS,
        refresh_token: signIn(person),
        user: { id: person },
      },
    ];
  };

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      const one = { method, url, headers, body };
      asked.push(one);
      if (other !== null) {
        other(request, response);
        return;
      }
      const [status, answer] = renew(one);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    signIn,
    asked,
    answer: (listener) => {
      other = listener;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
