import type { Either } from 'fp-ts/lib/Either.js';
import type { Hearing, Viewer } from '../../../application/audience.js';
import type { Actor } from '../../../domain/actor.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { ConversationEvent } from '../../../domain/conversation-event.js';
import type { Issue } from '../../../domain/failure.js';
import type { ConversationId } from '../../../domain/ids.js';
import type { Frame, HttpMethod, HttpProblem, HttpReply, HttpRequest } from './transport.js';

/** What the gateway itself refuses, before any use case is asked. */
export type EdgeFailure =
  | { readonly kind: 'AuthRequired' }
  | { readonly kind: 'InvalidToken' }
  | { readonly kind: 'TokenExpired' }
  | { readonly kind: 'UnknownEvent'; readonly event: string }
  | { readonly kind: 'InvalidPayload'; readonly issues: readonly Issue[] }
  | { readonly kind: 'TooLarge' }
  | { readonly kind: 'TooManyJoined'; readonly limit: number }
  | { readonly kind: 'TooManyAtOnce' }
  | { readonly kind: 'Unavailable' }
  | { readonly kind: 'Internal' };

/** What the sender gets for one frame. */
export interface Reply {
  /** To this connection alone, before the acknowledgement. */
  readonly frames: readonly Frame[];
  /** For a client that waits for an answer. */
  readonly acknowledgement: unknown;
  /** Hear this conversation from now on, in this dialect. */
  readonly follow?: Conversation;
  readonly unfollow?: ConversationId;
  /**
   * What the sender must see of his own doing. If he follows the conversation, what is fresh reaches
   * him with everybody else; otherwise it is sent to him alone.
   */
  readonly echo?: {
    readonly conversation: Conversation;
    readonly event: ConversationEvent;
    readonly fresh: boolean;
  };
}

/** A frame that was decoded and waits for its turn. */
export interface Call {
  /** Frames of one connection with the same key are handled in order. */
  readonly key: string;
  /** May begin before the ones ahead of it have ended: its own use case keeps the order. */
  readonly pipelined: boolean;
  run(actor: Actor): Promise<Reply>;
}

/** Decodes a payload, whatever it is; a Left is the answer to one that cannot be used. */
export type EventHandler = (payload: unknown) => Either<Reply, Call>;

/**
 * Who may call a route: somebody with a token; or with a guest's id; or whoever comes. A token that is no
 * good is refused by all of them.
 */
export type Access = 'token' | 'guest' | 'anyone';

interface RouteOf<A extends Access, Caller> {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: string;
  readonly access: A;
  /** What it reads of a body; any other is thrown away. */
  readonly body: 'none' | 'json' | 'stream';
  readonly handle: (caller: Caller, request: HttpRequest) => Promise<HttpReply>;
}

/** A route that is open to anyone is told who calls it, if it is somebody. */
export type Route = RouteOf<'token' | 'guest', Actor> | RouteOf<'anyone', Actor | null>;

/** One client protocol, whole, and free of any transport. */
export interface Dialect {
  readonly name: string;
  /** The Socket.IO namespace; dialects may share one. */
  readonly namespace: string;
  readonly events: ReadonlyMap<string, EventHandler>;
  /** Said to whoever is let in. */
  welcome(actor: Actor): Reply;
  refuse(failure: EdgeFailure): Reply;
  /** What a viewer of this kind, who hears of it in this way, gets to see of an event. */
  frames(
    event: ConversationEvent,
    conversation: Conversation,
    hearing: Hearing,
    viewer: Viewer,
  ): readonly Frame[];
  readonly rest: {
    readonly bases: readonly string[];
    readonly routes: readonly Route[];
    refuse(failure: EdgeFailure): HttpReply;
    problem(problem: HttpProblem): HttpReply;
  };
}
