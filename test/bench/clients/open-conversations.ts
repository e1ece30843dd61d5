import { randomUUID } from 'node:crypto';
import { token } from '../../e2e/support/tokens.js';
import { ChatClient } from './chat-client.js';
import { Conversation } from './conversation.js';
import type { Protocol } from './protocol.js';

export interface Target {
  readonly url: string;
  /** A relay takes any id; Switchboard opens a conversation. */
  readonly isRelay: boolean;
  readonly protocol: Protocol;
}

const conversationId = async ({ url, isRelay }: Target, authorization: string): Promise<string> => {
  if (isRelay) return randomUUID();
  const response = await fetch(`${url}/api/support/conversation`, { headers: { authorization } });
  const { data } = (await response.json()) as { data: { id: string } };
  return data.id;
};

const open = async (target: Target, customer: number): Promise<Conversation> => {
  const customerToken = token({ sub: `customer-${customer}` });
  const id = await conversationId(target, `Bearer ${customerToken}`);
  const join = (): Promise<ChatClient> =>
    ChatClient.join(target.protocol, target.url, customerToken, id);
  return new Conversation(id, await join(), await join());
};

/** One for each of so many customers. */
export const openConversations = (
  target: Target,
  count: number,
): Promise<readonly Conversation[]> =>
  Promise.all(Array.from({ length: count }, (_, customer) => open(target, customer)));
