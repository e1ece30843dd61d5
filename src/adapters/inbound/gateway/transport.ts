import type { Either } from 'fp-ts/lib/Either.js';
import type { Identity } from '../../../application/ports/token-verifier.js';

/** A named message, as every realtime transport moves it. */
export interface Frame {
  readonly event: string;
  readonly data: unknown;
}

/** How one kind of connection writes frames down. A wire is opaque to all but its own channel. */
export interface Channel<Wire = unknown> {
  encode(frame: Frame): Wire;
}

export type CloseReason = 'policy' | 'tooLarge' | 'restarting' | 'tooSlow' | 'unauthenticated';

/** One client's connection, as the gateway needs it. */
export interface Connection<Wire = unknown> {
  /** Connections of one channel take each other's wires, so that a frame is encoded once for all. */
  readonly channel: Channel<Wire>;
  /** Never waits and never throws; what is sent in one turn may leave in one write. */
  send(wire: Wire): void;
  /** Bytes that were sent and have not left for the client yet. */
  readonly unsent: number;
  close(reason: CloseReason): void;
}

/** Stands for a payload of more than {@link MAX_FRAME} bytes, which nobody needs to look at. */
export const OVERSIZED: unique symbol = Symbol('oversized payload');

/** Bytes of one frame; a larger one gets the dialect's error. */
export const MAX_FRAME = 64 * 1024;

/** Bytes past which a frame closes its connection. */
export const MAX_FRAME_BEFORE_CLOSE = 1024 * 1024;

/** An open connection, as its transport drives it. */
export interface Session {
  /** `acknowledge` is there when the client waits for an answer. */
  receive(event: unknown, payload: unknown, acknowledge?: (answer: unknown) => void): void;
  /** The connection is gone. */
  closed(): void;
}

/** Why somebody is not let in, in words for him. */
export interface Refusal {
  readonly message: string;
  readonly because: 'unauthenticated' | 'unavailable';
}

/** Where connections of a dialect, or of several that share a namespace, come in. */
export interface Entrance {
  authenticate(token: unknown): Promise<Either<Refusal, Identity>>;
  /** Without an identity the client has ten seconds to send `auth`. */
  open(connection: Connection, identity: Identity | null): Session;
}

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** By lower-case names. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** All of a request but its body. */
export interface HttpHead {
  /** Names this request in the log, and to the client. */
  readonly correlationId: string;
  /** Of the client. */
  readonly address: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: HttpHeaders;
  /** Those that count: well formed, and of no other site's page. */
  readonly cookies: ReadonlyMap<string, string>;
}

export interface HttpRequest extends HttpHead {
  /** Decoded JSON, where the route takes it; an empty object without one. */
  readonly body: unknown;
  /**
   * The body's bytes as they come, for a route that takes a stream. They may be left unread, or left off;
   * they end with {@link ClientGone} when the client does not send them all.
   */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The client went away in the middle of its request: nobody's fault, and nobody hears an answer. */
export class ClientGone extends Error {
  constructor(cause: unknown) {
    super('the client went away', { cause });
  }
}

/** A request whose body has not been read yet. */
export interface UnreadRequest extends HttpHead {
  /** What the body holds in JSON, or why it cannot be used; asked at most once. */
  json(): Promise<Either<HttpProblem, unknown>>;
  readonly content: AsyncIterable<Uint8Array>;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  readonly path: string;
  /** Seconds; without them it lasts until the browser is closed. */
  readonly maxAge?: number;
  readonly secure?: boolean;
}

/** Bytes that are sent as they come, however many. */
export interface Content {
  readonly type: string;
  /** Known beforehand; when it turns out otherwise the client hears that the answer is broken. */
  readonly length?: number;
  /** Read as fast as the client takes them, and let go of when it leaves. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** With neither `body` nor `content` the answer is empty. */
export interface HttpReply {
  readonly status: number;
  /** By lower-case names. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly cookies?: readonly Cookie[];
  /** Goes out in JSON. */
  readonly body?: unknown;
  readonly content?: Content;
}

export interface HttpEndpoint {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: string;
  /** Never rejects: a bug is logged, and answered as an internal error. */
  handle(request: UnreadRequest): Promise<HttpReply>;
}

/** What goes wrong with a request before any endpoint sees it. */
export type HttpProblem =
  | 'notFound'
  | 'methodNotAllowed'
  | 'originNotAllowed'
  | 'malformed'
  | 'tooLarge'
  | 'unsupported'
  | 'internal';

/** One dialect's REST side. */
export interface HttpFace {
  /** Every path under one of these is answered in this dialect's envelope. */
  readonly bases: readonly string[];
  readonly endpoints: readonly HttpEndpoint[];
  problem(problem: HttpProblem): HttpReply;
}
