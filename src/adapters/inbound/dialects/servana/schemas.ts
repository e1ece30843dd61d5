import type { Schema } from '../../gateway/dialect.js';
import { attachmentSchema } from '../common/attachment-schema.js';
import { flag, instant, list, orNull, record, text, whole } from '../common/json-schema.js';
import { paginationSchema } from '../common/pagination.js';

/** A number where the token's id is one. */
const personId: Schema = { anyOf: [whole, text] };

const userType: Schema = { type: 'string', enum: ['agent', 'client'] };

const groupStatus: Schema = { type: 'string', enum: ['active', 'ended'] };

/** Of what no event answers. */
export const doneSchema = record({ success: { const: true } });

export const statusSchema = record({
  userId: personId,
  status: { type: 'string', enum: ['online', 'offline'] },
  timestamp: instant,
});

export const onlineUsersSchema = list(record({ userId: personId, userType, lastSeen: instant }));

export const joinedSchema = record({
  chatGroupId: personId,
  roomInfo: record({ status: groupStatus, memberCount: whole }),
});

/** Document 002, `receiveMessage`; `messageType`, `seq` and the files are ours. */
export const messageSchema = record(
  {
    chat_id: whole,
    chat_message: text,
    chat_created_at: instant,
    sender_type: { type: 'string', enum: ['agent', 'client', 'system'] },
    chatGroupId: whole,
    sender: record({
      userId: orNull(personId),
      profile: record({ prof_firstname: orNull(text), prof_lastname: orNull(text) }),
    }),
    messageType: text,
    seq: whole,
  },
  { attachments: list(attachmentSchema) },
);

export const statsSchema = record({
  totalRooms: whole,
  activeRooms: whole,
  totalUsers: whole,
  timestamp: instant,
});

export const disconnectedSchema = record({ success: flag, userId: personId });

const groupFields = {
  chatGroupId: whole,
  departmentId: orNull(text),
  subject: orNull(text),
  status: groupStatus,
} as const;

export const chatGroupSchema = record(groupFields);

export const succeeded = (data: Schema): Schema => record({ success: { const: true }, data });

/** Who its client is is told to staff. */
export const chatGroupsSchema = succeeded(list(record(groupFields, { clientId: personId })));

export const historySchema = succeeded(
  record({ messages: list(messageSchema), pagination: paginationSchema }),
);
