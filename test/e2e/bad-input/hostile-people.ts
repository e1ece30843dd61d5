import { admin } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import { toSend } from '../../support/in-memory.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { openAsKnownGuest } from '../support/guests.js';
import { conversationOf, rest } from '../support/rest-client.js';
import { someone, token } from '../support/tokens.js';
import type { Credentials } from '../support/doors.js';
import type { HostileGround } from './hostile-ground.js';
import type { Known } from './hostile-places.js';

/** Somebody who asks, with what is his to ask for. */
export interface Person {
  readonly credentials: Credentials;
  readonly known: Known;
}

/** A conversation of which its owner has a message to read. */
const knownOf = async ({ cases }: HostileGround, conversationId: string): Promise<Known> => {
  const sent = await cases.sendMessage(admin(), toSend(toConversationId(conversationId)))();
  const messageId = expectRight(sent).message.id;
  const named = { conversation_id: conversationId, id: conversationId, admin_id: 'nobody' };
  return { conversationId, ticketId: conversationId, messageId, code: '000000', ...named };
};

/** Of each kind that may come, one whom nobody knows yet. */
export const PEOPLE = {
  stranger: async (ground: HostileGround) => {
    const { conversationId } = await openAsKnownGuest(ground.url);
    return { credentials: {}, known: await knownOf(ground, conversationId) };
  },
  guest: async (ground: HostileGround) => {
    const { guestId, conversationId } = await openAsKnownGuest(ground.url);
    return { credentials: { guestId }, known: await knownOf(ground, conversationId) };
  },
  customer: async (ground: HostileGround) => {
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(ground.url, bearer);
    return { credentials: { token: bearer }, known: await knownOf(ground, conversationId) };
  },
  admin: async (ground: HostileGround) => {
    const conversationId = await conversationOf(ground.url, token({ sub: someone() }));
    const bearer = token({ sub: someone('admin'), role: 'admin' });
    // That he is one is kept when he is first seen.
    await rest(ground.url, '/api/admin/support/conversations', bearer);
    return { credentials: { token: bearer }, known: await knownOf(ground, conversationId) };
  },
} as const satisfies Readonly<Record<string, (ground: HostileGround) => Promise<Person>>>;

const { stranger: _, ...connected } = PEOPLE;

/** Those whom a connection can be of: whoever opens one without a credential is a guest, where there are any. */
export const CONNECTED = connected;
