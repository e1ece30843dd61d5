import {
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

export const DoorPayload = object({ door: text });

export const FilePayload = object({ file: text });
