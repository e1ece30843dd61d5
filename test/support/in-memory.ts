import { memoryBlobStore } from '../../src/adapters/outbound/blobs/memory-blob-store.js';
import { somePresence } from './presence.js';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../src/adapters/outbound/system/event-loop-turn.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import type { IdGenerator } from '../../src/application/ports/id-generator.js';
import type { Presence } from '../../src/application/ports/presence.js';
import type { RateLimiter } from '../../src/application/ports/rate-limiter.js';
import type { Store } from '../../src/application/ports/store.js';
import type { SendMessageInput } from '../../src/application/use-cases/send-message.js';
import type { StartConversationInput } from '../../src/application/use-cases/start-conversation.js';
import {
  useCases,
  type UseCases,
  type UseCasesDeps,
} from '../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { customer } from './actors.js';
import { expectRight } from './expect-either.js';
import { CountingIds, FixedClock, RecordingBus, silentLogger } from './fixed-ports.js';
import { SHARED } from './channels.js';
import { unlimited } from './limits.js';
import { codeDigits } from './code-digits.js';
import { filePorts } from './file-ports.js';

/** The use cases with everything that stands behind them, as a tester builds them. */
export interface InMemory {
  readonly cases: UseCases;
  readonly store: Store;
  readonly ids: IdGenerator;
  readonly limiter: RateLimiter;
  readonly presence: Presence;
  readonly bus: RecordingBus;
  readonly clock: FixedClock;
  readonly blobs: BlobStore;
}

type Shared = Pick<InMemory, 'store' | 'ids' | 'limiter' | 'presence' | 'blobs'>;

const node = (
  { store, ids, limiter, presence, blobs }: Shared,
  other: Partial<UseCasesDeps> = {},
): InMemory => {
  const bus = new RecordingBus();
  const clock = new FixedClock();
  const ports = {
    bus,
    clock,
    ids,
    limiter,
    presence,
    codeDigits,
    turn: eventLoopTurn,
    logger: silentLogger,
    ...filePorts(),
    blobs,
  };
  const cases = useCases({ ...store, ...ports, ...other });
  return { store, ids, limiter, presence, bus, clock, blobs, cases };
};

export const inMemory = (store: Store = memoryStore(), limiter = unlimited): InMemory =>
  node({
    store,
    ids: new CountingIds(),
    limiter,
    presence: somePresence(),
    blobs: memoryBlobStore(),
  });

/** Another node of the same installation: it shares the database, and no state in memory; some of its ports may be others. */
export const nodeBeside = (one: InMemory, other: Partial<UseCasesDeps> = {}): InMemory =>
  node(one, other);

/** What was told to the world, in order. */
export const recorded = ({ bus }: InMemory): readonly ConversationEvent[] =>
  bus.changes.flatMap(({ events }) => events);

export const types = (events: readonly ConversationEvent[]): readonly string[] =>
  events.map(({ type }) => type);

export const storedEvents = async (
  { log }: Store,
  id: ConversationId,
): Promise<readonly ConversationEvent[]> => expectRight(await log.read(id, 0, 10_000)());

export const toStart = (wish: Partial<StartConversationInput> = {}): StartConversationInput => ({
  channel: SHARED,
  type: 'general',
  subject: null,
  departmentId: null,
  deviceMetadata: null,
  message: null,
  ...wish,
});

export const toSend = (
  conversationId: ConversationId,
  wish: Partial<SendMessageInput> = {},
): SendMessageInput => ({
  conversationId,
  text: 'hello',
  kind: 'text',
  clientMessageId: null,
  ifLastSeq: null,
  claims: false,
  ...wish,
});

/** An empty conversation, alice's unless said otherwise. */
export const started = async (
  { cases }: InMemory,
  wish: Partial<StartConversationInput> = {},
  by: Actor = customer('alice'),
): Promise<Conversation> =>
  expectRight(await cases.startConversation(by, toStart(wish))()).conversation;
