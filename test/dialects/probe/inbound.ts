import { setImmediate as turn } from 'node:timers/promises';
import { right } from 'fp-ts/lib/TaskEither.js';
import { eventRow } from '../../../src/adapters/inbound/dialects/common/event-row.js';
import type { EventRow } from '../../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { noProfile } from '../../../src/domain/actor.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import {
  BecomePayload,
  EnterPayload,
  MeasurePayload,
  NoPayload,
  RoomPayload,
  SayPayload,
} from './codecs.js';
import { refusalOf, refuseFrame } from './failures.js';
import {
  countSchema,
  lengthSchema,
  peekSchema,
  personSchema,
  roomSchema,
  saidSchema,
} from './schemas.js';

const row = eventRow({ refuse: refuseFrame, refusalOf });

const fine = (data: object): { readonly frames: []; readonly acknowledgement: object } => ({
  frames: [],
  acknowledgement: { ok: true, ...data },
});

const ofRoom = ({ room }: { readonly room: ConversationId }): string => room;

/** For what is in order with everything else that a connection asks. */
const ofAll = (): string => '';

/** Stands for a scanner: it takes the longer the shorter a text is, so that a later one could overtake. */
const scan = async (text: string): Promise<void> => {
  for (let turns = text.length; turns < 10; turns += 1) await turn();
};

const enterRow = ({ joinConversation }: UseCases): EventRow =>
  row({
    event: 'enter',
    summary: 'Hear a room, by its id or by a name of one’s own',
    input: EnterPayload,
    output: roomSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ofRoom,
    run: ({ actor }, { room }) => joinConversation(actor, { conversationId: room }),
    reply: (conversation, { as }) => ({
      ...fine({ room: as ?? conversation.id }),
      follow: { conversation, ...(as === null ? {} : { name: as }) },
    }),
  });

const leaveRow = ({ leaveConversation }: UseCases): EventRow =>
  row({
    event: 'leave',
    summary: 'Hear a room no longer',
    input: RoomPayload,
    output: roomSchema,
    failures: {},
    key: ofRoom,
    run: ({ actor }, { room }) => leaveConversation(actor, { conversationId: room }),
    reply: ({ conversationId: room }) => ({ ...fine({ room }), unfollow: room }),
  });

const sayRow = ({ sendMessage }: UseCases): EventRow =>
  row({
    event: 'say',
    summary: 'Say something in a room, once it has been scanned',
    input: SayPayload,
    output: saidSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    key: ofRoom,
    pipelined: true,
    run:
      ({ actor }, { room, text }, entered) =>
      async () => {
        await scan(text);
        const message = {
          conversationId: room,
          text,
          kind: 'text',
          clientMessageId: null,
          ifLastSeq: null,
          claims: true,
        } as const;
        return sendMessage(actor, message, entered)();
      },
    reply: ({ conversation, message, fresh }) => ({
      ...fine({ seq: message.seq }),
      echo: { conversation, event: message, fresh },
    }),
  });

const waveRow = ({ indicateTyping }: UseCases): EventRow =>
  row({
    event: 'wave',
    summary: 'Wave to the others in a room',
    input: RoomPayload,
    output: roomSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ofRoom,
    run: ({ actor, followed }, { room }) =>
      indicateTyping(actor, { conversationId: room, typing: true, followed: followed(room) }),
    reply: ({ conversationId, typing }) => ({
      ...fine({ room: conversationId }),
      typing: { conversationId, typing },
    }),
  });

const peekRow: EventRow = row({
  event: 'peek',
  summary: 'The newest `seq` of a room that one hears',
  input: RoomPayload,
  output: peekSchema,
  failures: {},
  key: ofRoom,
  run: ({ followed }, { room }) => right(followed(room)),
  reply: (conversation) => fine({ seq: conversation?.lastSeq ?? null }),
});

/** What is remembered of a connection goes with it. */
const countRow = (counts: WeakMap<object, number>): EventRow =>
  row({
    event: 'count',
    summary: 'How often this connection has asked so',
    input: NoPayload,
    output: countSchema,
    failures: {},
    key: ofAll,
    run: ({ connection }) => {
      const count = (counts.get(connection) ?? 0) + 1;
      counts.set(connection, count);
      return right(count);
    },
    reply: (count) => fine({ count }),
  });

const measureRow: EventRow = row({
  event: 'measure',
  summary: 'How long a text is, however long',
  input: MeasurePayload,
  output: lengthSchema,
  failures: {},
  key: ofAll,
  run: (_caller, { text }) => right(text.length),
  reply: (length) => fine({ length }),
});

const becomeRow: EventRow = row({
  event: 'become',
  summary: 'Be a visitor of that name from now on',
  input: BecomePayload,
  output: personSchema,
  failures: {},
  key: ofAll,
  run: (_caller, { visitor: id }) => right({ kind: 'guest', id, profile: noProfile } as const),
  reply: (actor) => ({
    ...fine({ id: actor.id }),
    identity: { actor, expiresAt: Number.POSITIVE_INFINITY },
  }),
});

export const eventRows = (useCases: UseCases): readonly EventRow[] => [
  enterRow(useCases),
  leaveRow(useCases),
  sayRow(useCases),
  waveRow(useCases),
  peekRow,
  countRow(new WeakMap()),
  measureRow,
  becomeRow,
];
