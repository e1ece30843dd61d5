import { map } from 'fp-ts/lib/TaskEither.js';
import { type Guest, noProfile } from '../../../../../domain/actor.js';
import type { Conversation } from '../../../../../domain/conversation.js';
import { GUEST_COOKIE, type Route } from '../../../gateway/dialect.js';
import type { Cookie } from '../../../gateway/transport.js';
import { object } from '../../common/codecs.js';
import { channel } from '../channel.js';
import { GetOrStartQuery, GuestConversationBody } from '../codecs.js';
import { wireConversation } from '../encode.js';
import { formFor, publicForm } from '../guest-form.js';
import { conversationSchema, guestConversationSchema, succeededSchema } from '../schemas.js';
import type { SupportDialectDeps } from '../deps.js';
import { row, succeeded } from './row.js';

export const conversationRoute = ({ useCases, write }: SupportDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/support/conversation',
    isUnsafe: true,
    summary: "The customer's open conversation of a type, opened if there is none",
    access: 'token',
    body: 'none',
    input: object({ query: GetOrStartQuery }),
    output: succeededSchema(conversationSchema),
    failures: { ValidationFailed: true, AccessDenied: true, RateLimited: true, Unavailable: true },
    run: (actor, { query: { type } }) =>
      useCases.getOrStartConversation(actor, {
        channel,
        type,
        subject: null,
        isNewcomer: false,
        address: null,
      }),
    reply: ({ conversation }) =>
      succeeded(wireConversation(conversation.id, conversation, publicForm, write)),
  });

/** Seconds. */
const YEAR = 31_536_000;

/** For pages of our own origin, which need not keep it themselves. */
const guestCookie = (value: string): Cookie => ({
  name: GUEST_COOKIE,
  value,
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  maxAge: YEAR,
});

/**
 * Whoever brings no guest's id is a newcomer, were he somebody with a token. Whom his cookie names is one as well where
 * a conversation is opened for him: his page may know him by another id, and join as that guest.
 */
export const guestConversationRoute = ({ useCases, guestIds, write }: SupportDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/support/conversation/guest',
    summary:
      "The guest's open conversation of a type, opened if there is none; he gets an id if he has none",
    access: 'anyone',
    body: 'json',
    input: object({ body: GuestConversationBody }),
    output: succeededSchema(guestConversationSchema),
    failures: { ValidationFailed: true, AccessDenied: true, RateLimited: true, Unavailable: true },
    run: (caller, { body: { type, subject } }, { cookies, address }) => {
      const known = caller?.kind === 'guest' ? caller : null;
      const isByCookie = known?.id === guestIds.check(cookies.get(GUEST_COOKIE));
      const guest: Guest = known ?? { kind: 'guest', id: guestIds.issue(), profile: noProfile };
      return map(({ conversation }: { readonly conversation: Conversation }) => ({
        conversation,
        guest,
      }))(
        useCases.getOrStartConversation(guest, {
          channel,
          type,
          subject,
          isNewcomer: known === null || isByCookie,
          address,
        }),
      );
    },
    reply: ({ conversation, guest }) => {
      const form = formFor(guestIds, guest);
      const guestId = form(guest.id);
      return {
        ...succeeded({
          conversation: wireConversation(conversation.id, conversation, form, write),
          guestId,
        }),
        cookies: [guestCookie(guestId)],
      };
    },
  });
