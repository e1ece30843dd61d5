import type { Either } from 'fp-ts/lib/Either.js';
import type { Failure, RateLimited, Unavailable } from '../../../domain/failure.js';
import type { SavedSession } from '../../../application/ports/sessions.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import type { Rejoined } from '../../../application/use-cases/rejoin-conversations.js';
import type { Headers } from './headers.js';

export { BoundedLines } from './bounded-lines.js';
export { type Headers, hostIn, originIn } from './headers.js';

/** A named message, as every realtime transport moves it. */
export interface Frame {
  readonly event: string;
  readonly data: unknown;
}

/** How one kind of connection writes frames down. A wire is opaque to all but its own channel. */
export interface Channel<Wire = unknown> {
  encode(frame: Frame): Wire;
}

export type CloseReason =
  'policy' | 'tooLarge' | 'restarting' | 'tooSlow' | 'unauthenticated' | 'dismissed';

/** One client's connection, as the gateway needs it. */
export interface Connection<Wire = unknown> {
  /** The private id by which its client will say that it comes back, where its transport has one for it. */
  readonly sessionId?: string | undefined;
  /** Connections of one channel take each other's wires, so that a frame is encoded once for all. */
  readonly channel: Channel<Wire>;
  /** Never waits and never throws; what is sent in one turn may leave in one write. */
  send(wire: Wire): void;
  /** Bytes that were sent and have not left for the client yet. */
  readonly unsent: number;
  /** Frames of up to so many bytes may come from now on; a larger one closes the connection. */
  allow(bytes: number): void;
  close(reason: CloseReason): void;
}

/** One frame that came in. */
export interface Arrival {
  readonly event: unknown;
  readonly payload: unknown;
  /** Of the frame as it came. */
  readonly bytes: number;
  /** There when the client waits for an answer. */
  readonly acknowledge?: ((answer: unknown) => void) | undefined;
  /** Keeps the frame among what is in memory until what comes back is called; otherwise it is gone after this turn. */
  readonly hold?: (() => () => void) | undefined;
}

/** What honest clients do not do: `flood` is more frames than anybody could mean. */
export type Suspicion = 'flood' | 'malformedFrames' | 'frameTooLarge';

/** An open connection, as its transport drives it. */
export interface Session {
  receive(arrival: Arrival): void;
  /** The connection is gone, or is to go for what its transport saw of it. */
  closed(suspicion?: Suspicion): void;
}

const BEARER = /^Bearer +(\S+)$/i;

/** An `Authorization` header that cannot be read is a bad token, not none. */
export const bearerToken = ({ authorization }: Headers): string | undefined =>
  typeof authorization === 'string' ? (BEARER.exec(authorization)?.[1] ?? '') : undefined;

/** All that a client brings along when it connects, by which it may say who it is. */
export interface Offer {
  /** Given outright, in the handshake, a header or a subprotocol; `undefined` when it was not. */
  readonly token: unknown;
  /** Guests' ids in their secret form, given outright in whichever places a client has for them. */
  readonly guestIds: readonly unknown[];
  /** The library's private id of a session that was cut off. */
  readonly sessionId: string | null;
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: Headers;
  /** Of the client, as he is counted: of an IPv6 address its network. */
  readonly address: string;
  /** Whether clients of this kind may always say by a first frame who they are: a browser's plain ws has no other way. */
  readonly mayFollow: boolean;
  /** Why it is not known whether its cookies keep somebody signed in. */
  readonly renewalFailure?: Renewal['failure'];
}

/** What came of a client's cookies that had expired: what his answer sets, or why it is not known who he is. */
export interface Renewal {
  readonly cookies: readonly Cookie[];
  readonly failure: RateLimited | Unavailable | null;
}

export const nothingRenewed: Renewal = { cookies: [], failure: null };

/** An offer, with the cookies that its client is given. */
export const afterRenewal = (offer: Offer, { cookies, failure }: Renewal): Offer => ({
  ...offer,
  cookies: new Map([...offer.cookies, ...cookies.map(({ name, value }) => [name, value] as const)]),
  renewalFailure: failure,
});

/** What was found of the session that a client comes back with. */
export interface Returning {
  readonly session: SavedSession;
  /** `null` while it is not known whether it is his. */
  readonly rejoined: readonly Rejoined[] | null;
}

/** Somebody who may come in: known, or to say in time who he is. */
export interface Pass {
  readonly offer: Offer;
  readonly identity: Identity | null;
  /** Whether it was shown, by a token or a guest's id; otherwise he is a guest whom nobody has met. */
  readonly isProved: boolean;
  readonly returning: Returning | null;
}

/** Why somebody is not let in, in words for him. */
export interface Refusal {
  readonly message: string;
  readonly because: 'unauthenticated' | 'limited' | 'unavailable';
  /** Seconds after which it is worth another try, where it is a limit. */
  readonly retryAfter?: number;
}

/** How frames are written in text, where a connection carries text. */
export interface Envelope {
  /** `null` for text that is no frame of this kind; `ack` is there when the client waits for an answer. */
  parse(text: string): { readonly frame: Frame; readonly ack?: unknown } | null;
  write(frame: Frame): string;
  acknowledge(ack: unknown, answer: unknown): string;
  readonly malformed: string;
}

/** Where connections of a dialect, or of several that share a namespace, come in. */
export interface Entrance {
  /** Of its dialect, or of all that share it. */
  readonly name: string;
  /** Bytes of a frame past which a connection is closed before anybody could answer it. */
  readonly maxFrame: number;
  /** The entrance's own way to write frames in text, if it has one. */
  readonly envelope?: Envelope | undefined;
  /** Renews cookies that have expired, before anybody is admitted; see {@link afterRenewal}. */
  renew(offer: Offer): Promise<Renewal>;
  admit(offer: Offer): Promise<Either<Refusal, Pass>>;
  open(connection: Connection, pass: Pass): Session;
}

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** All of a request but its body. */
export interface HttpHead {
  /** Names this request in the log, and to the client. */
  readonly correlationId: string;
  /** Of the client, as he is counted: of an IPv6 address its network. */
  readonly address: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  /** Those that count: well formed, and of no other site's page. */
  readonly cookies: ReadonlyMap<string, string>;
}

export interface HttpRequest extends HttpHead {
  /** Decoded JSON, where the route takes it; an empty object without one. */
  readonly body: unknown;
  /** The body's bytes as they come, which may be left unread, or left off; they end with {@link ClientGone} where they break off. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The client went away in the middle of its request, or was given up: nobody's fault, and nobody hears an answer. */
export class ClientGone extends Error {
  constructor(cause: unknown) {
    super('the client went away', { cause });
  }
}

/** A request whose body has not been read yet. */
export interface UnreadRequest extends HttpHead {
  /** Whether the answer goes out without what it holds. */
  readonly isHead: boolean;
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
  /** What it tells of, where a use case failed or who asks is nobody; it does not go out. */
  readonly failure?: Failure | { readonly kind: 'AuthRequired' };
  /** Goes out in JSON. */
  readonly body?: unknown;
  readonly content?: Content;
}

export interface HttpEndpoint {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: string;
  /** Of GET: whether it changes something, and HEAD is therefore not to be answered by it. */
  readonly isUnsafe?: boolean | undefined;
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
  /** Of the dialect. */
  readonly name: string;
  /** Every path under one of these is answered in this dialect's envelope. */
  readonly bases: readonly string[];
  readonly endpoints: readonly HttpEndpoint[];
  problem(problem: HttpProblem): HttpReply;
}
