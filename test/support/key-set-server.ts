import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { KeyObject } from 'node:crypto';
import type { AddressInfo } from 'node:net';

/** Where a JSON Web Key Set is to be had, or whatever a test puts there. */
export interface KeySetServer {
  readonly url: string;
  /** How often it was asked. */
  requests(): number;
  /** From now on. */
  answer(listener: RequestListener): void;
  stop(): Promise<void>;
}

/** A public key as a member of a set, with what else is said of it. */
export const jwkOf = (key: KeyObject, more: object = {}): object => ({
  ...key.export({ format: 'jwk' }),
  ...more,
});

/** Answers with a set of these members. */
export const keySet =
  (...keys: readonly object[]): RequestListener =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  };

/** Answers with a status, and nothing that is of use. */
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(code, headers).end('{}');
  };

/** @param server of HTTP or HTTPS, which does not listen yet */
export const keySetServer = async (
  listener: RequestListener,
  server: Server = createServer(),
  protocol = 'http',
): Promise<KeySetServer> => {
  let current = listener;
  let count = 0;
  server.on('request', (request, response) => {
    count += 1;
    current(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol}://127.0.0.1:${port}/.well-known/jwks.json`,
    requests: () => count,
    answer: (next) => {
      current = next;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
