import { expect } from 'chai';
import { channel } from '../../../src/adapters/inbound/dialects/servana/channel.js';
import type { Client as ChatClient, Staff } from '../../../src/domain/actor.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { customer } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import { toStart } from '../../support/in-memory.js';
import type { Stage } from '../support/stages.js';
import { someone, tokenOf } from '../support/tokens.js';
import { livechat } from '../support/livechat-clients.js';
import { servana } from '../support/servana-clients.js';
import { support } from '../support/support-clients.js';
import { tickets } from '../support/tickets-clients.js';
import { connectWs, type WsClient } from '../support/ws-client.js';
import { type DialectName, HEARD } from './cells.js';

const SPOKEN = { support, tickets, livechat, servana } as const;
export const DIALECTS = Object.keys(HEARD) as DialectName[];

/** Of any dialect. */
type AnyFrames = Readonly<Record<string, unknown>>;
type AnyAck = Readonly<Record<string, unknown>>;

export interface Conversation {
  readonly id: ConversationId;
  readonly number: number;
  readonly ticket: string;
  readonly owner: ChatClient;
}

export const openIn = async (
  { cases }: Pick<Stage<never, never>, 'cases'>,
  departmentId: string,
): Promise<Conversation> => {
  const owner = customer(someone('Alice'));
  const ticket = {
    subject: 'Card',
    description: null,
    supportType: 'GENERAL',
    priority: 'medium',
  } as const;
  const wish = toStart({ channel, departmentId, ticket });
  const { conversation } = expectRight(await cases.startConversation(owner, wish)());
  const { id, number } = conversation;
  return { id, number, ticket: conversation.ticket?.number ?? '', owner };
};

/** Each dialect takes what it has a use for. */
const payloadOf = ({ id, number, owner }: Conversation): object => ({
  conversationId: id,
  conversation_id: id,
  ticketId: id,
  groupId: number,
  chatGroupId: number,
  clientId: owner.id,
  message: 'Hello',
});

/** Leaves what there is not: each answers it, and nobody else hears of it. */
const NOWHERE = {
  support: 'conversation:leave',
  tickets: 'leave_ticket',
  livechat: 'leave_conversation',
  servana: 'leaveRoom',
} as const satisfies Readonly<Record<DialectName, string>>;

const NO_CONVERSATION = '00000000-0000-7000-8000-000000000000';

/** Somebody's connection in one dialect. */
export class Line {
  private heard: string[] = [];

  constructor(
    private readonly dialect: DialectName,
    private readonly client: WsClient<AnyFrames, AnyAck>,
  ) {
    client.socket.on('message', (data: Buffer) => {
      const { event } = JSON.parse(data.toString()) as { readonly event?: string };
      if (event !== undefined) this.heard.push(event);
    });
  }

  /** `ok`, or the code and the words of a refusal. */
  async ask(event: string, conversation: Conversation): Promise<string> {
    const ack = await this.client.request(event, payloadOf(conversation));
    if (ack['success'] !== false) return 'ok';
    return `${String(ack['code'])}: ${String(ack['error'] ?? ack['message'])}`;
  }

  /** Frames of these names have come. */
  async hears(events: readonly string[]): Promise<void> {
    for (const event of events) await this.client.next(event);
  }

  /** All that it was told since it was asked last, but for refusals. */
  async all(): Promise<readonly string[]> {
    await this.client.request(NOWHERE[this.dialect], {
      conversationId: NO_CONVERSATION,
      conversation_id: NO_CONVERSATION,
      ticketId: NO_CONVERSATION,
      chatGroupId: 999_999_999,
    });
    const all = this.heard.filter((event) => !['error', 'conversation:left'].includes(event));
    this.heard = [];
    return all;
  }

  close(): void {
    this.client.close();
  }
}

export type Lines = Readonly<Record<DialectName, Line>>;

/** Somebody comes in by every dialect. */
export const linesOf = async (url: string, actor: Staff | ChatClient): Promise<Lines> => {
  const lines = await Promise.all(
    DIALECTS.map(async (dialect) => {
      const client = await connectWs<AnyFrames, AnyAck>(SPOKEN[dialect], url, tokenOf(actor));
      return [dialect, new Line(dialect, client)] as const;
    }),
  );
  return Object.fromEntries(lines) as Record<DialectName, Line>;
};

export const closeAll = (lines: Lines): void => {
  for (const line of Object.values(lines)) line.close();
};

const NAMES = (conversation: Conversation): readonly string[] => [
  conversation.id,
  conversation.ticket,
  `"chatGroupId":${conversation.number},`,
];

/** The status that a request is answered with; of a list whether it is in there. */
export const request = async (
  url: string,
  [method = '', pattern = '']: readonly string[],
  {
    as,
    about,
    to,
  }: { readonly as: Staff | ChatClient; readonly about: Conversation; readonly to: Staff },
): Promise<string> => {
  const path = pattern
    .replace(':id', about.id)
    .replace(':number', String(about.number))
    .replace(':ticket', about.ticket);
  const form = new FormData();
  form.append('attachments', new Blob(['text']), 'a.txt');
  const isForm = path.endsWith('/attachments');
  const json = JSON.stringify({ message: 'Hello', admin_id: to.id, status: 'resolved' });
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokenOf(as)}`,
      ...(isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: isForm ? form : json }),
  });
  const text = await response.text();
  if (method !== 'GET' || pattern.includes(':') || response.status !== 200) {
    return String(response.status);
  }
  return NAMES(about).some((name) => text.includes(name)) ? 'listed' : 'absent';
};

/** Has it assigned to somebody who has been here. */
export const assign = async (
  { cases }: Pick<Stage<never, never>, 'cases'>,
  { id: conversationId }: Conversation,
  [by, to]: readonly [Staff, Staff],
): Promise<void> => {
  expectRight(await cases.claimConversation(by, conversationId)());
  const command = { conversationId, agentId: to.id, reason: null };
  const { assignee } = expectRight(await cases.handOverConversation(by, command)());
  expect(assignee?.id).to.equal(to.id);
};
