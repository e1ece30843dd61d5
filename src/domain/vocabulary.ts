export const CONVERSATION_TYPES = ['general', 'onboarding', 'call_request'] as const;
export type ConversationType = (typeof CONVERSATION_TYPES)[number];
/** All but the last are open. */
export const STATUSES = ['active', 'waiting_support', 'waiting_user', 'closed'] as const;
export type Status = (typeof STATUSES)[number];
export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** Whose conversation it is; `email` for those who wrote without an account. */
export interface Owner {
  readonly kind: 'customer' | 'guest' | 'email';
  readonly id: string;
}

export interface Assignee {
  readonly id: string;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly email: string | null;
}

/** What a message with a text is; a note is an event of its own. */
export type TextKind = 'text' | 'file' | 'system';

/** What a message is. Nobody sends `auth_code`: issuing a code is what posts one. */
export type MessageKind = TextKind | 'auth_code';

/** Who wrote a message, as known when it was written. */
export interface Sender {
  readonly kind: 'customer' | 'guest' | 'email' | 'agent' | 'admin' | 'system';
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly company: string | null;
}
