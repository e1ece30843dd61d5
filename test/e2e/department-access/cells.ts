import { each, tableOf } from '../servana-matrix/tables.js';

export const CALLERS = ['agent', 'foreign', 'assigned', 'admin', 'other'] as const;

/** Agents of the conversation’s department, of another, and of another to whom it is assigned; an admin; and another client. */
export type CallerName = (typeof CALLERS)[number];

/**
 * In this order, on one connection for each dialect: `ok`, or the words of REFUSALS; of a request the status, or whether it is in
 * the list. The handover is to the agent of the department: who has handed it over has lost it.
 * Design, section 2 (access), and sections 6 and 7 (what each says to who has none, and of what is for staff).
 */
const CELLS = `
                                                                          agent  foreign assigned admin  other
support  GET_/api/admin/support/conversations                             listed absent  listed   listed 403
support  GET_/api/support/conversation/:id                                200    404     200      200    404
support  GET_/api/support/conversation/:id/messages                       200    404     200      200    404
support  POST_/api/support/conversation/:id/attachments                   201    404     201      201    404
support  typing:start,conversation:join,message:send,typing:stop          ok     HIDDEN  ok       ok     HIDDEN

tickets  GET_/api/tickets                                                 listed absent  listed   listed absent
tickets  join_ticket,get_messages,send_message,typing_start               ok     TICKET  ok       ok     TICKET
tickets  typing_stop,leave_ticket                                         ok     TICKET  ok       ok     TICKET

livechat GET_/api/v1/unified-admin/support/conversations                  listed absent  listed   listed 403
livechat GET_/api/v1/unified-admin/support/conversations/:id              200    400     200      200    403
livechat POST_/api/v1/unified-admin/support/conversations/:id/reply       201    400     201      201    403
livechat POST_/api/v1/unified-admin/support/conversations/:id/note        201    400     201      201    403
livechat POST_/api/v1/unified-admin/support/conversations/:id/attachments 201    400     201      201    403
livechat PATCH_/api/v1/unified-admin/support/tickets/:ticket              200    404     200      200    403
livechat join_conversation,typing,stop_typing                             ok     DENIED  ok       ok     DENIED

servana  GET_/api/servana/chat-groups                                     listed absent  listed   listed absent
servana  GET_/api/servana/chat-groups/:number/messages                    200    403     200      200    403
servana  POST_/api/servana/chat-groups/:number/attachments                201    403     201      201    403
servana  joinChatGroup,sendMessage,typing,stopTyping,leaveRoom            ok     SHUT    ok       ok     SHUT

livechat POST_/api/v1/unified-admin/support/conversations/:id/handover    409    400     201      201    403
support  POST_/api/admin/support/conversations/:id/close                  200    404     404      200    404
`;

export const REFUSALS = {
  HIDDEN: 'not_found: Conversation not found',
  DENIED: 'forbidden: Access denied',
  TICKET: 'forbidden: Access denied to this ticket',
  SHUT: 'ACCESS_DENIED: Access denied to this chat room',
} as const;

export interface Row {
  readonly dialect: DialectName;
  /** An event, or a request. */
  readonly deed: string;
  readonly cells: Readonly<Record<CallerName, string>>;
}

/** What staff who have joined hear in each dialect, while they have access, when the client comes, types, says something and goes. */
export const HEARD = {
  support: ['typing:start', 'typing:stop', 'message:received', 'conversation:new_message'],
  tickets: ['user_typing', 'user_stopped_typing', 'new_message'],
  livechat: ['typing', 'stop_typing', 'new_message'],
  servana: [
    ...['userJoined', 'typing', 'stopTyping', 'receiveMessage'],
    ...['updateChatGroups', 'customerListUpdate', 'userLeft'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type DialectName = keyof typeof HEARD;

/** How one joins in each, and what is said to who may not. */
export const JOINS = {
  support: ['conversation:join', REFUSALS.HIDDEN],
  tickets: ['join_ticket', REFUSALS.TICKET],
  livechat: ['join_conversation', REFUSALS.DENIED],
  servana: ['joinChatGroup', REFUSALS.SHUT],
} as const satisfies Readonly<Record<DialectName, readonly [event: string, refusal: string]>>;

const dialectOf = (word: string): DialectName => {
  if (Object.hasOwn(HEARD, word)) return word as DialectName;
  throw new Error(`${word} is no dialect`);
};

export const ROWS: readonly Row[] = tableOf(CALLERS, 2, CELLS).flatMap(
  ({ labels: [dialect = '', deeds], cells }) =>
    each(deeds).map((deed) => ({
      dialect: dialectOf(dialect),
      deed: deed.replace('_/', ' /'),
      cells,
    })),
);
