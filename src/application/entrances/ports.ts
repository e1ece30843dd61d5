/**
 * `switchboard/ports`: every port, and the values that its methods take and give. Types, save for the few constants
 * that an adapter answers with.
 */
export type { AgentDirectory } from '../ports/agent-directory.js';
export {
  type AuthCodes,
  CODE_TIME,
  type CodeTry,
  MAX_TRIES,
  type NewCode,
  type RedeemedCode,
} from '../ports/auth-codes.js';
export { type Blob, BLOB_NAME, type BlobNote, type BlobStore } from '../ports/blob-store.js';
export type { Clock } from '../ports/clock.js';
export type { CodeDigits } from '../ports/code-digits.js';
export {
  type Append,
  type AppendOutcome,
  type ConversationLog,
  MAX_APPEND,
} from '../ports/conversation-log.js';
export type {
  ConversationQueries,
  Page,
  PageRequest,
  Stretch,
} from '../ports/conversation-queries.js';
export type {
  BusMessage,
  ConversationChange,
  DisconnectSignal,
  EventBus,
  ReadSignal,
  Signal,
  TypingSignal,
  Unsubscribe,
} from '../ports/event-bus.js';
export type { FileScanner, Scan, Verdict } from '../ports/file-scanner.js';
export type { FileType, FileTypes } from '../ports/file-types.js';
export type { GuestCredential, GuestIds } from '../ports/guest-ids.js';
export type { IdGenerator } from '../ports/id-generator.js';
export { type LogEntry, type LogFeed, type LogPosition, LOG_START } from '../ports/log-feed.js';
export type { LogFields, Logger } from '../ports/logger.js';
export {
  type AnsweredRequest,
  type Commit,
  type HandshakeRefusal,
  type Level,
  type Metrics,
  noMetrics,
  type RefusalReason,
  type SecurityEvent,
} from '../ports/metrics.js';
export {
  type Census,
  type Departure,
  type OnlineChange,
  type OnlinePerson,
  type Presence,
  type PresenceChange,
  type RoomChange,
  STALE_AFTER,
} from '../ports/presence.js';
export type { MarkOutcome, ReadMark, ReadMarks } from '../ports/read-marks.js';
export {
  type Budget,
  CODE_FAILURES,
  type Rate,
  type RateLimiter,
  type Rates,
  TICKET_FAILURES,
} from '../ports/rate-limiter.js';
export {
  type Differences,
  Differing,
  type OnRebuilt,
  type Projection,
  PROJECTIONS,
  type Rebuild,
} from '../ports/rebuild.js';
export type {
  RenewalRefused,
  RenewedSession,
  SessionRefresher,
} from '../ports/session-refresher.js';
export {
  type JoinedConversation,
  type SavedSession,
  SESSION_TIME,
  type SessionEntry,
  type Sessions,
} from '../ports/sessions.js';
export type { Store } from '../ports/store.js';
export type { Identity, InvalidToken, TokenVerifier } from '../ports/token-verifier.js';
export type { Turn } from '../ports/turn.js';

export {
  type Actor,
  type Admin,
  type Agent,
  type Client,
  type Contact,
  type Customer,
  type Guest,
  noProfile,
  type PersonKey,
  type Profile,
  type Staff,
  type System,
} from '../../domain/actor.js';
export type { Channel, Ownership } from '../../domain/channel.js';
export type {
  Conversation,
  FirstAnswer,
  LastWriter,
  MessagePreview,
  Rating,
} from '../../domain/conversation.js';
export type {
  Claimed,
  Closed,
  CodeMessage,
  ConversationEvent,
  HandedOver,
  MessagePosted,
  NamedEntry,
  NoteAdded,
  Opened,
  Rated,
  TextMessage,
  TicketOpened,
  TicketUpdated,
} from '../../domain/conversation-event.js';
export { type Unavailable, unavailable } from '../../domain/failure.js';
export type { ConversationId, Instant, MessageId, TicketId } from '../../domain/ids.js';
export type { Activity, ListFilter } from '../../domain/listing.js';
export type { Doings, Spread, Tallies } from '../../domain/statistics.js';
export type { Ticket, TicketPriority, TicketStatus } from '../../domain/ticket.js';
export type {
  Assignee,
  ConversationType,
  MessageKind,
  Owner,
  Priority,
  Sender,
  Status,
  TextKind,
} from '../../domain/vocabulary.js';
