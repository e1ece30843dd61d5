import type { Either } from 'fp-ts/lib/Either.js';
import type { ConversationSignal, Standing } from '../../../application/audience.js';
import type { OnlinePerson } from '../../../application/ports/presence.js';
import type { RoomCounts } from '../../../application/use-cases/count-rooms.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import type { Actor, Guest, Staff } from '../../../domain/actor.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { ConversationEvent } from '../../../domain/conversation-event.js';
import type { Failure, Issue, RateLimited } from '../../../domain/failure.js';
import type { MessagePlace } from '../../../application/reads/find-message.js';
import type { ConversationId, MessageId } from '../../../domain/ids.js';
import type {
  Envelope,
  Frame,
  HttpHead,
  HttpMethod,
  HttpProblem,
  HttpReply,
  HttpRequest,
  Offer,
} from './transport.js';

/** Holds a guest's id in its secret form, for pages of our own origin and of those that are let in. */
export const GUEST_COOKIE = 'guest_id';

/** A guest's id opens for ever what it opens. */
export const guestIdentity = (guest: Guest): Identity => ({
  actor: guest,
  expiresAt: Number.POSITIVE_INFINITY,
});

/** What the gateway itself refuses, before any use case is asked. */
export type EdgeFailure =
  | { readonly kind: 'AuthRequired' }
  | { readonly kind: 'StaffOnly' }
  | { readonly kind: 'InvalidToken' }
  | { readonly kind: 'TokenExpired' }
  | { readonly kind: 'UnknownEvent'; readonly event: string }
  | { readonly kind: 'InvalidPayload'; readonly issues: readonly Issue[] }
  | { readonly kind: 'TooLarge' }
  | { readonly kind: 'TooManyJoined'; readonly limit: number }
  | { readonly kind: 'TooManyAtOnce' }
  | RateLimited
  | { readonly kind: 'Dismissed' }
  | { readonly kind: 'Unavailable' }
  | { readonly kind: 'Internal' };

/** A conversation to hear in this dialect: what comes after the state that the join saw, or after an earlier `seq`, each once. */
export interface Follow {
  readonly conversation: Conversation;
  readonly after?: number;
  /** The name that the client uses for it, where that is not its id. */
  readonly name?: string;
}

/** What the sender must see of his own doing. */
export interface Echo {
  readonly conversation: Conversation;
  readonly event: ConversationEvent;
  /** False when it happened before, and the client has asked again. */
  readonly fresh: boolean;
  /** The name that he used for the conversation, where he may not have joined it by one. */
  readonly name?: string;
}

/** What the sender gets for one frame, and what comes of it on his connection. */
export interface Reply {
  /** To this connection alone, before the acknowledgement. */
  readonly frames: readonly Frame[];
  /** For a client that waits for an answer. */
  readonly acknowledgement: unknown;
  /** What it tells of, where a use case failed. */
  readonly failure?: Failure;
  /** Who the connection's client is from now on. */
  readonly identity?: Identity;
  readonly follow?: Follow;
  readonly unfollow?: ConversationId;
  /** If he follows the conversation it takes its place among all that he hears; otherwise it is sent to him alone. */
  readonly echo?: Echo;
  /** He is typing, or has stopped: the others hear of it. */
  readonly typing?: { readonly conversationId: ConversationId; readonly typing: boolean };
  /** He has been told these, and hears of it when they change. */
  readonly watches?: RoomCounts;
}

/** What is known of a connection, whoever calls on it. */
export interface Known {
  /** One for each connection: a key for what a dialect remembers of it, in a `WeakMap`. */
  readonly connection: object;
  /** Likewise for the client whose connection it is, who may have lost another and be back. */
  readonly client: object;
  /** Names the connection, over all nodes. */
  readonly connectionId: string;
  /** The conversation that this connection follows under a name which is not its id; the id where there is none. */
  called(name: ConversationId): ConversationId;
  /** What this connection follows of a conversation: the newest state that this node has heard of. */
  followed(id: ConversationId): Conversation | null;
}

/** Who calls, as he stands when his call runs. */
export interface Caller extends Known {
  readonly actor: Actor;
  /** All that it follows, in the order of the joins. */
  followedAll(): readonly Conversation[];
  /** The name by which this connection follows a conversation; its id where there is none. */
  nameOf(id: ConversationId): string;
  /** Where a message stands that this node has heard of lately. */
  placeOf(id: MessageId): MessagePlace | null;
}

/** A frame that was decoded and waits for its turn. */
export interface Call {
  /** Frames of one connection with the same key are handled in order; one that is looked up, which never fails, holds up those behind. */
  readonly key: string | ((known: Known) => string | Promise<string>);
  /**
   * May run beside the ones ahead of it, from when each of them has entered the order that its own use
   * case keeps; any other call waits for those ahead to end.
   */
  readonly pipelined: boolean;
  run(caller: Caller, entered: () => void): Promise<Reply>;
}

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** What clients tell a refusal by: its code in the answer to a frame, its status over HTTP. */
export interface RefusalNote {
  readonly code: string;
  readonly status: number;
}

/** A failure that a row can answer with, in every way in which its clients may see it. */
export interface FailureNote {
  readonly kind: Failure['kind'];
  readonly refusals: readonly RefusalNote[];
}

/** What a row says of itself: the documents of a protocol are read off its tables. */
export interface RowNotes {
  readonly summary: string;
  readonly input: Schema;
  readonly output: Schema;
  readonly failures: readonly FailureNote[];
}

/** An event that clients send. */
export interface EventRow extends RowNotes {
  readonly event: string;
  /** Decodes a payload, whatever it is; a Left is the answer to one that cannot be used. */
  handle(payload: unknown): Either<Reply, Call>;
}

/**
 * Who may call a route: staff; or somebody with a token; or with a guest's id; or whoever comes. A token that is no
 * good is refused by all of them; to a route for staff or for tokens a guest is nobody.
 */
export type Access = 'staff' | 'token' | 'guest' | 'anyone';

/** A route that is open to anyone is told who calls it, if it is somebody. */
export type CallerOf<A extends Access> = A extends 'anyone'
  ? Actor | null
  : A extends 'staff'
    ? Staff
    : Actor;

export interface RouteOf<A extends Access> extends RowNotes {
  readonly method: HttpMethod;
  /** With parameters as `:name`. */
  readonly path: string;
  /** Of GET: whether it changes something, and HEAD is therefore none of its methods. */
  readonly isUnsafe?: boolean | undefined;
  readonly access: A;
  /** What it reads of a body; any other is thrown away. */
  readonly body: 'none' | 'json' | 'stream';
  /** What it answers whoever may not ask at all, before it is looked who he is and anything of a body is read. */
  readonly turnsAway?: (head: HttpHead) => HttpReply | null;
  readonly handle: (caller: CallerOf<A>, request: HttpRequest) => Promise<HttpReply>;
}

export type Route = { readonly [A in Access]: RouteOf<A> }[Access];

/** Names of the cookies that keep people of a web application signed in. */
export interface SignInCookies {
  readonly access: string;
  /** By which a token is renewed that is missing or has expired. */
  readonly refresh: string;
}

/** How clients of a dialect say who they are. */
export interface Admission {
  /** The event by which they do once they are connected, besides `auth`, which every dialect takes. */
  readonly event: string;
  /** Of all that a client brings along, its token; `undefined` when there is none. */
  token(offer: Offer): unknown;
  /** Where clients have cookies to say it by: one counts where no token is given, and as none where it is no good. */
  readonly cookies?: SignInCookies;
  /** Whether they may connect without a credential, and say later who they are. */
  readonly later: boolean;
  /** Whether there are guests: who brings no credential is a new one, at once where he may not say it later. */
  readonly guests: boolean;
  /** Milliseconds in which those who do must say who they are. */
  readonly deadline: number;
  /** Whether what comes before the first attempt is held; what comes during one always is. */
  readonly holdsFromStart: boolean;
  /** Whether they may stay, and try again, after a refusal. */
  readonly staysAfterRefusal: boolean;
  /** Bytes of one frame of somebody with a token; nobody else's may be larger than 64 KiB. */
  readonly maxFrame: number;
}

/** One client protocol, whole, and free of any transport. */
export interface Dialect {
  readonly name: string;
  /** The Socket.IO namespace; dialects may share one. */
  readonly namespace: string;
  /** Its own way to write frames in text; without one it has the common way. */
  readonly envelope?: Envelope;
  readonly admission: Admission;
  readonly events: readonly EventRow[];
  /** Said to whoever is let in. */
  welcome(actor: Actor): Reply;
  /** `event` is the one that it answers, where there is one. */
  refuse(failure: EdgeFailure, event: string | null): Reply;
  /** Is told what a client was answered, where it must remember that (`Caller.client`). */
  answered?(client: object, reply: Reply): void;
  /** What somebody who stands so to the conversation gets to see of an event. */
  frames(
    event: ConversationEvent,
    conversation: Conversation,
    standing: Standing,
  ): readonly Frame[];
  /** What he gets to hear of a signal. */
  signalFrames(
    signal: ConversationSignal,
    conversation: Conversation,
    standing: Standing,
  ): readonly Frame[];
  /** What those are told who may know of these people that they are online; nothing without it. */
  onlineFrames?(people: readonly OnlinePerson[]): readonly Frame[];
  /** What admins are told who watch what goes on. */
  roomFrames?(counts: RoomCounts): readonly Frame[];
  /** Said to whoever comes back and may no longer hear what he had joined by that name. */
  parted(name: string): readonly Frame[];
  readonly rest: {
    readonly bases: readonly string[];
    readonly routes: readonly Route[];
    refuse(failure: EdgeFailure): HttpReply;
    problem(problem: HttpProblem): HttpReply;
  };
}
