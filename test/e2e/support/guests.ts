import { randomUUID } from 'node:crypto';
import { rest, type RestOptions } from './rest-client.js';

/** A guest who has opened a conversation over REST. */
export interface OpenedGuest {
  /** In its secret form. */
  readonly guestId: string;
  /** In its public form. */
  readonly publicId: string;
  readonly conversationId: string;
}

export const GUEST_PATH = '/api/support/conversation/guest';

interface Opened {
  readonly guestId: string;
  readonly conversation: { readonly id: string };
}

export const publicFormOf = (guestId: string): string => guestId.slice(0, -22);

/** The secret part of what a guest is known by. */
export const secretPartOf = (guestId: string): string => guestId.slice(-22);

/** What `POST /api/support/conversation/guest` answers, however it does. */
export const postGuest = (url: string, query: string, options: Omit<RestOptions, 'method'> = {}) =>
  rest<Opened>(url, `${GUEST_PATH}${query}`, null, { method: 'POST', ...options });

/** Opens a conversation: a newcomer's where no guest's id is given. */
export const openAsGuest = async (
  url: string,
  guestId?: string,
  body: Readonly<Record<string, unknown>> = {},
): Promise<OpenedGuest> => {
  const { status, body: answer } = await postGuest(url, '', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, ...(guestId === undefined ? {} : { guestId }) }),
  });
  if (status !== 200) throw new Error(`no conversation: ${JSON.stringify(answer)}`);
  const { guestId: own, conversation } = answer.data;
  return { guestId: own, publicId: publicFormOf(own), conversationId: conversation.id };
};

/** Somebody whose conversation, opened as one who is known, is nobody else's to join. */
export const openAsKnownGuest = async (url: string): Promise<OpenedGuest> => {
  const { guestId } = await openAsGuest(url, undefined, { type: 'call_request' });
  return openAsGuest(url, guestId);
};

/** The right shape with a check that proves nothing. */
export const withWrongCheck = (guestId: string): string =>
  guestId.slice(0, -1) + (guestId.endsWith('0') ? '1' : '0');

export const unknownConversation = (): string => randomUUID();
