import * as t from 'io-ts';
import {
  Codec,
  conversationId,
  object,
  text,
  withDefault,
} from '../../../src/adapters/inbound/dialects/common/codecs.js';

export const RoomPayload = object({ room: conversationId });

/** `as` is the name by which this connection wants to hear of the room. */
export const EnterPayload = object({ room: conversationId, as: withDefault(text, null) });

export const SayPayload = object({ room: conversationId, text });

export const MeasurePayload = object({ text });

export const BecomePayload = object({ visitor: text });

export const NoPayload = object({});

/** Written where no codec that is there will do; its schema gives examples, since nobody could guess one. */
const door = new Codec<string>(
  'door',
  (value, context) =>
    typeof value === 'string' && /^[\w-]+$/.test(value)
      ? t.success(value)
      : t.failure(value, context, 'Must be the name of a door'),
  { type: 'string', pattern: '^[\\w-]+$', examples: ['front', 'back-door'] },
);

export const DoorPayload = object({ door });

export const FilePayload = object({ file: text });
