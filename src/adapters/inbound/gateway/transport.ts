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

export interface HttpRequest {
  /** Names this request in the log, and to the client. */
  readonly correlationId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Decoded JSON; `undefined` without one. */
  readonly body: unknown;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface HttpReply {
  readonly status: number;
  readonly body: unknown;
}

export interface HttpEndpoint {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: string;
  /** Never rejects: a bug is logged, and answered as an internal error. */
  handle(request: HttpRequest): Promise<HttpReply>;
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
