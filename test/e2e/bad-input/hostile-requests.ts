import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { within } from '../support/deadline.js';
import { type Credentials, headersOf } from '../support/doors.js';

/** A request whose parts are as they go out. */
export interface RawRequest {
  readonly method: string;
  /** With its query, escaped. */
  readonly target: string;
  readonly credentials: Credentials;
  readonly body?: string | Buffer;
  readonly contentType?: string;
}

export interface RawReply {
  readonly status: number;
  readonly body: unknown;
}

const textOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** So much of a target as leaves room for the headers in what Node reads of a request. */
const MOST_IN_TARGET = 8_000;

/** As a URL has it, also where it is no text that has bytes. */
export const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).slice(0, MOST_IN_TARGET);

/** Keeps its connections, as browsers do. */
export const requester = (url: string) => {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(url);
  const ask = async (asked: RawRequest): Promise<RawReply> => {
    const { method, target, credentials, body, contentType = 'application/json' } = asked;
    const sent = request({
      agent,
      hostname,
      port,
      method,
      path: target,
      headers: {
        ...headersOf(credentials),
        ...(body === undefined
          ? {}
          : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
      },
    });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.end(body);
    const [response] = await answered;
    const text = await textOf(response);
    return { status: response.statusCode ?? 0, body: JSON.parse(text) as unknown };
  };
  return {
    ask: (asked: RawRequest): Promise<RawReply> =>
      within(ask(asked), () => `an answer to ${asked.method} ${asked.target.slice(0, 200)}`),
    close: () => agent.destroy(),
  };
};
