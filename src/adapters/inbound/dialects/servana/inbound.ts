import type { EventRow } from '../../gateway/dialect.js';
import type { ConversationNames } from '../common/conversation-names.js';
import { chatRows } from './chat-rows.js';
import { AnyPayload, CreatePayload, PersonPayload } from './codecs.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireChatGroup, wireId, wireStats } from './encode.js';
import { openChatGroup } from './opening.js';
import { presenceRows } from './presence-rows.js';
import { event } from './row.js';
import { chatGroupSchema, disconnectedSchema, statsSchema } from './schemas.js';

const createRow = ({ useCases, write }: ServanaDialectDeps): EventRow =>
  event({
    event: 'createChatGroup',
    summary: 'Open a chat group of one’s own, in a department or in none',
    input: CreatePayload,
    output: chatGroupSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      Conflict: true,
      RateLimited: true,
      Unavailable: true,
    },
    key: () => 'createChatGroup',
    run: ({ actor }, wish) => openChatGroup(useCases)(actor, wish),
    reply: ({ conversation }) => {
      const data = wireChatGroup(conversation, write);
      return { frames: [{ event: 'chatGroupCreated', data }], acknowledgement: data };
    },
  });

const statsRow = ({ useCases, clock }: ServanaDialectDeps): EventRow =>
  event({
    event: 'getRoomStats',
    summary: 'What goes on now, and from now on whenever it changes; for admins',
    input: AnyPayload,
    output: statsSchema,
    failures: { AccessDenied: true, Unavailable: true },
    key: () => 'getRoomStats',
    run: ({ actor }) => useCases.countRooms(actor),
    reply: (counts) => {
      const data = wireStats(counts, clock.now());
      return {
        watches: counts,
        frames: [{ event: 'roomStatsUpdate', data }],
        acknowledgement: data,
      };
    },
  });

const disconnectRow = ({ useCases }: ServanaDialectDeps): EventRow =>
  event({
    event: 'forceDisconnect',
    summary: 'Send somebody away from all of his connections; for admins',
    input: PersonPayload,
    output: disconnectedSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: () => 'forceDisconnect',
    run: ({ actor }, { userId }) => useCases.disconnectPerson(actor, userId),
    reply: (_, { userId }) => ({
      frames: [],
      acknowledgement: { success: true, userId: wireId(userId) },
    }),
  });

/** All events of document 002, with those of design, section 6. */
export const eventRows = (
  deps: ServanaDialectDeps,
  names: ConversationNames,
): readonly EventRow[] => [
  ...presenceRows(deps),
  ...chatRows(deps, names),
  createRow(deps),
  statsRow(deps),
  disconnectRow(deps),
];
