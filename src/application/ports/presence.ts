import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';
import type { Unsubscribe } from './event-bus.js';

/** Milliseconds after which somebody who says no more that he is there counts as gone. */
export const STALE_AFTER = 60_000;

/** He has gone again; called once or more. */
export type Departure = () => void;

/** Somebody who says that he is there. */
export interface OnlinePerson {
  readonly person: PersonKey;
  /** When he said so last, by any of his connections. */
  readonly lastSeen: Instant;
}

/** He says that he is there, or does not any more. */
export interface OnlineChange {
  readonly kind: 'online';
  readonly person: PersonKey;
  readonly online: boolean;
}

/** He is in a conversation, or is not any more. */
export interface RoomChange {
  readonly kind: 'room';
  readonly person: PersonKey;
  readonly room: ConversationId;
  readonly inside: boolean;
}

/** By the first of his connections, or by the last that was left, over all nodes. */
export type PresenceChange = OnlineChange | RoomChange;

/** Who is connected now, over all nodes, and where. */
export interface Census {
  readonly people: number;
  /** Conversations that somebody is in. */
  readonly rooms: number;
}

/** Who is connected, who of them says that he is there, and who is in which conversation: over all nodes. */
export interface Presence {
  /** Somebody has come; he is there until all who came as him have gone. Never waits and never throws. */
  arrived(person: PersonKey): Departure;

  /** Those of these people who are connected, whatever they say of themselves. */
  online(people: readonly PersonKey[]): TaskEither<Unavailable, ReadonlySet<PersonKey>>;

  /**
   * By one of his connections somebody says that he is there, which holds until he takes it back on the same one, or for
   * {@link STALE_AFTER} on its own.
   * @param connection names it over all nodes
   */
  appeared(person: PersonKey, connection: string): TaskEither<Unavailable, void>;

  /** He says so still; false where it does not hold any more, or never did, by that connection. */
  stayed(person: PersonKey, connection: string): TaskEither<Unavailable, boolean>;

  /** He takes it back; nothing where it does not hold. */
  vanished(person: PersonKey, connection: string): TaskEither<Unavailable, void>;

  /** All who say that they are there, in no order. */
  present(): TaskEither<Unavailable, readonly OnlinePerson[]>;

  /** Somebody is in a conversation, until all who entered it as him have left. Never waits and never throws. */
  entered(room: ConversationId, person: PersonKey): Departure;

  inside(room: ConversationId): TaskEither<Unavailable, ReadonlySet<PersonKey>>;

  census(): TaskEither<Unavailable, Census>;

  /** Each change reaches every node, those of one person in their order; a subscriber that throws harms nobody else. */
  subscribe(subscriber: (change: PresenceChange) => void): Unsubscribe;

  /** Nothing reaches a subscriber after it. */
  close(): Promise<void>;
}
