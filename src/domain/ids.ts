declare const brand: unique symbol;

/** A UUID v7, lower case, that names a conversation. */
export type ConversationId = string & { readonly [brand]: 'ConversationId' };

/** A UUID v7, lower case, that names a message or note. */
export type MessageId = string & { readonly [brand]: 'MessageId' };

/** A UUID v7, lower case, that names a ticket. */
export type TicketId = string & { readonly [brand]: 'TicketId' };

/** Milliseconds since the Unix epoch. */
export type Instant = number;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (value: string): boolean => UUID.test(value);

/** Lower-cases, so that one conversation has one name in every table. */
export const toConversationId = (uuid: string): ConversationId =>
  uuid.toLowerCase() as ConversationId;

/** The time in a UUID v7; `null` for any other. */
export const timeIn = (uuid: string): Instant | null =>
  uuid[14] === '7' ? Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16) : null;

export const toTicketId = (uuid: string): TicketId => uuid.toLowerCase() as TicketId;

export const toMessageId = (uuid: string): MessageId => uuid.toLowerCase() as MessageId;
