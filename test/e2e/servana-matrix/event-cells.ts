import { CALLERS, type CallerName } from './people.js';
import { each, tableOf } from './tables.js';

/**
 * In this order on one connection: `ok`, or the code and the words of ANSWERS that it is refused with.
 *
 * Where it is done: `department`, a chat group of the client’s, of the agent’s department, assigned to nobody; `assigned`, the
 * same, assigned to an agent of the other department; `no-dept`, of no department, assigned to nobody; `another’s`, the other
 * client’s, of the other department, assigned to nobody; `ended`, as `assigned` was before it ended. In what ends in `-in` he goes on
 * who has joined before, where he may.
 *
 * Document 002, "Authorization" of `joinChatGroup`, "Validation" of `sendMessage`, "Room Access Control" and "Common
 * Error Codes"; design, section 2 (access), section 5 (who says that he is somebody else), and section 6, `servana`.
 */
const CELLS = `
                                                      client other agent foreign assigned roving admin nobody stale
department    leaveRoom,sendMessage,typing,stopTyping JOIN   DENY  JOIN  DENY    DENY     DENY   JOIN  AUTH   AUTH
department    joinChatGroup                           ok     DENY  ok    DENY    DENY     DENY   ok    AUTH   AUTH
department-in typing,stopTyping,sendMessage           ok     DENY  ok    DENY    DENY     DENY   ok    AUTH   AUTH
department-in joinChatGroup,leaveRoom                 ok     DENY  ok    DENY    DENY     DENY   ok    AUTH   AUTH

assigned      leaveRoom,sendMessage,typing,stopTyping JOIN   DENY  JOIN  DENY    JOIN     DENY   JOIN  AUTH   AUTH
assigned      joinChatGroup                           ok     DENY  ok    DENY    ok       DENY   ok    AUTH   AUTH
assigned-in   typing,stopTyping,sendMessage           ok     DENY  ok    DENY    ok       DENY   ok    AUTH   AUTH
assigned-in   joinChatGroup,leaveRoom                 ok     DENY  ok    DENY    ok       DENY   ok    AUTH   AUTH

no-dept       leaveRoom,sendMessage,typing,stopTyping JOIN   DENY  JOIN  JOIN    JOIN     JOIN   JOIN  AUTH   AUTH
no-dept       joinChatGroup                           ok     DENY  ok    ok      ok       ok     ok    AUTH   AUTH
no-dept-in    typing,stopTyping,sendMessage           ok     DENY  ok    ok      ok       ok     ok    AUTH   AUTH
no-dept-in    joinChatGroup,leaveRoom                 ok     DENY  ok    ok      ok       ok     ok    AUTH   AUTH

another’s     leaveRoom,sendMessage,typing,stopTyping DENY   JOIN  DENY  JOIN    JOIN     DENY   JOIN  AUTH   AUTH
another’s     joinChatGroup                           DENY   ok    DENY  ok      ok       DENY   ok    AUTH   AUTH
another’s-in  typing,stopTyping,sendMessage           DENY   ok    DENY  ok      ok       DENY   ok    AUTH   AUTH
another’s-in  joinChatGroup,leaveRoom                 DENY   ok    DENY  ok      ok       DENY   ok    AUTH   AUTH

ended         leaveRoom,sendMessage,typing,stopTyping JOIN   DENY  JOIN  DENY    JOIN     DENY   JOIN  AUTH   AUTH
ended         joinChatGroup                           OVER   DENY  OVER  DENY    OVER     DENY   OVER  AUTH   AUTH
ended-in      sendMessage,typing,stopTyping           OVER   DENY  OVER  DENY    OVER     DENY   OVER  AUTH   AUTH
ended-in      joinChatGroup                           OVER   DENY  OVER  DENY    OVER     DENY   OVER  AUTH   AUTH
ended-in      leaveRoom                               ok     DENY  ok    DENY    ok       DENY   ok    AUTH   AUTH

unknown       leaveRoom,sendMessage,typing,stopTyping NONE   NONE  NONE  NONE    NONE     NONE   NONE  AUTH   AUTH
unknown       joinChatGroup                           NONE   NONE  NONE  NONE    NONE     NONE   NONE  AUTH   AUTH

dept_cards    joinChatGroup                           DENY   DENY  ok    DENY    DENY     DENY   ok    AUTH   AUTH
dept_loans    joinChatGroup                           DENY   DENY  DENY  ok      ok       DENY   ok    AUTH   AUTH
user_himself  joinChatGroup                           ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
user_another  joinChatGroup                           DENY   DENY  DENY  DENY    DENY     DENY   ok    AUTH   AUTH

as-another    userOnline,userHeartbeat,userOffline    ID     ID    ID    ID      ID       ID     ID    AUTH   AUTH
as-another    joinChatGroup,typing,stopTyping         ID     ID    ID    ID      ID       ID     ID    AUTH   AUTH
other-type    userOnline,userHeartbeat,userOffline    TYPE   TYPE  TYPE  TYPE    TYPE     TYPE   TYPE  AUTH   AUTH
other-type    joinChatGroup,typing,stopTyping         TYPE   TYPE  TYPE  TYPE    TYPE     TYPE   TYPE  AUTH   AUTH
as-admin      joinChatGroup                           TYPE   TYPE  TYPE  TYPE    TYPE     TYPE   ok    AUTH   AUTH

in-cards      createChatGroup                         ok     ok    FORB  FORB    FORB     FORB   FORB  AUTH   AUTH
in-none       createChatGroup                         ok     ok    FORB  FORB    FORB     FORB   FORB  AUTH   AUTH
connected     forceDisconnect                         FORB   FORB  FORB  FORB    FORB     FORB   ok    AUTH   AUTH
absent        forceDisconnect                         FORB   FORB  FORB  FORB    FORB     FORB   GONE  AUTH   AUTH
nowhere       getRoomStats                            FORB   FORB  FORB  FORB    FORB     FORB   ok    AUTH   AUTH
`;

/** Of who is online: in this order, each line by all callers before the next. */
const PRESENCE_CELLS = `
                       client other agent foreign assigned roving admin nobody stale
offline userHeartbeat  SAY    SAY   SAY   SAY     SAY      SAY    SAY   AUTH   AUTH
offline userOnline     ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
online  userHeartbeat  ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
online  getOnlineUsers ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
online  userOffline    ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
offline userOffline    ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
offline getOnlineUsers ok     ok    ok    ok      ok       ok     ok    AUTH   AUTH
`;

/**
 * Of saying who one is, design, section 5: with a token that is no good, another person's, and his own. Who was nobody is afterwards whom the token names, and who was
 * somebody stays it.
 */
const AUTH_CELLS = `
                         client other agent foreign assigned roving admin nobody stale
bad       auth           FAIL   FAIL  FAIL  FAIL    FAIL     FAIL   FAIL  FAIL   FAIL
another’s auth           FAIL   FAIL  FAIL  FAIL    FAIL     FAIL   FAIL  ok     ok
own       auth           ok     ok    ok    ok      ok       ok     ok    ok     ok
nowhere   getOnlineUsers ok     ok    ok    ok      ok       ok     ok    ok     ok
`;

/** Which chat groups are in whose list: `GET /api/servana/chat-groups`. */
const LISTED_CELLS = `
           client other agent foreign assigned roving admin nobody stale
department yes    no    yes   no      no       no     yes   no     no
assigned   yes    no    yes   no      yes      no     yes   no     no
no-dept    yes    no    yes   yes     yes      yes    yes   no     no
another’s  no     yes   no    yes     yes      no     yes   no     no
ended      yes    no    yes   no      yes      no     yes   no     no
`;

/** Statuses, in this order. */
const ROUTE_CELLS = `
                  client other agent foreign assigned roving admin nobody stale
nowhere    list   200    200   200   200     200      200    200   401    401
in-cards   open   201    201   403   403     403      403    403   401    401
in-none    open   201    201   403   403     403      403    403   401    401
department read   200    403   200   403     403      403    200   401    401
assigned   read   200    403   200   403     200      403    200   401    401
no-dept    read   200    403   200   200     200      200    200   401    401
another’s  read   403    200   403   200     200      403    200   401    401
ended      read   200    403   200   403     200      403    200   401    401
unknown    read   404    404   404   404     404      404    404   401    401
department attach 201    403   201   403     403      403    201   401    401
assigned   attach 201    403   201   403     201      403    201   401    401
no-dept    attach 201    403   201   201     201      201    201   401    401
another’s  attach 403    201   403   201     201      403    201   401    401
ended      attach 409    403   409   403     409      403    409   401    401
unknown    attach 404    404   404   404     404      404    404   401    401
`;

/** What each row of the dialect's table of routes is called here. */
export const ROUTES = {
  list: 'GET /api/servana/chat-groups',
  open: 'POST /api/servana/chat-groups',
  read: 'GET /api/servana/chat-groups/:chatGroupId/messages',
  attach: 'POST /api/servana/chat-groups/:chatGroupId/attachments',
} as const;
export type RouteName = keyof typeof ROUTES;

export const isRoute = (deed: string): deed is RouteName => Object.hasOwn(ROUTES, deed);

/** Document 002, "Common Error Codes". */
export const ANSWERS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  AUTH: ['AUTH_REQUIRED', 'Authentication required'],
  FAIL: ['AUTH_REQUIRED', 'Authentication failed'],
  // As `tickets` has it, which answers `auth` where both share a namespace.
  'FAIL-tickets': ['unauthenticated', 'Authentication failed'],
  DENY: ['ACCESS_DENIED', 'Access denied to this chat room'],
  JOIN: ['ACCESS_DENIED', 'Join the chat group first'],
  FORB: ['ACCESS_DENIED', 'Access denied'],
  ID: ['ACCESS_DENIED', 'userId does not match your token'],
  TYPE: ['ACCESS_DENIED', 'userType does not match your token'],
  NONE: ['ROOM_NOT_FOUND', 'Chat room not found'],
  OVER: ['ROOM_INACTIVE', 'This chat room has ended'],
  SAY: ['USER_NOT_FOUND', 'Say userOnline first'],
  GONE: ['USER_NOT_FOUND', 'User not found'],
};

/** Whether a cell says that it is done. */
export const isDone = (cell: string): boolean => ['ok', '200', '201'].includes(cell);

/** One thing that is done in one place, and what each caller is answered. */
export interface Row {
  readonly place: string;
  readonly deed: string;
  readonly cells: Readonly<Record<CallerName, string>>;
}

const rowsOf = (text: string): readonly Row[] =>
  tableOf(CALLERS, 2, text).flatMap(({ labels: [place = '', deeds], cells }) =>
    each(deeds).map((deed) => ({ place, deed, cells })),
  );

export const EVENT_ROWS = rowsOf(CELLS);
export const PRESENCE_ROWS = rowsOf(PRESENCE_CELLS);
export const AUTH_ROWS = rowsOf(AUTH_CELLS);
export const ROUTE_ROWS = rowsOf(ROUTE_CELLS);
export const LISTED = tableOf(CALLERS, 1, LISTED_CELLS);
