/** What each column stands for: rows of the dialect's tables, of which none may lack its cells. */
export const EVENTS = {
  start: 'typing:start',
  stop: 'typing:stop',
  send: 'message:send',
  join: 'conversation:join',
  again: 'message:send',
  leave: 'conversation:leave',
  read: 'message:read',
} as const;

export const ROUTES = {
  history: 'GET /api/support/conversation/:conversationId/messages',
  details: 'GET /api/support/conversation/:conversationId',
} as const;

export const UPLOAD_ROUTES = {
  send: 'POST /api/support/conversation/:conversationId/attachments',
} as const;

export const OWN_ROUTES = {
  own: 'GET /api/support/conversation',
  guest: 'POST /api/support/conversation/guest',
} as const;

export const STAFF_ROUTES = {
  list: 'GET /api/admin/support/conversations',
  close: 'POST /api/admin/support/conversations/:conversationId/close',
} as const;

export const CODE_ROUTES = {
  generate: 'POST /api/support/onboarding/generate-code',
  verify: 'POST /api/support/onboarding/verify-code',
} as const;

export type EventColumn = keyof typeof EVENTS;
export type RouteColumn = keyof typeof ROUTES;
type OwnColumn = keyof typeof OWN_ROUTES;
type StaffColumn = keyof typeof STAFF_ROUTES;
type CodeColumn = keyof typeof CODE_ROUTES;

/**
 * Who calls. Ann and Bea are guests with a conversation each; a stranger brings nothing, a public form, an edited
 * id, or one that was never issued; Cal and Dan have tokens; of the two agents one is of the department.
 */
export const CALLERS = [
  'Ann',
  'Bea',
  'stranger',
  'Cal',
  'Dan',
  'agent',
  'colleague',
  'admin',
] as const;
export type CallerName = (typeof CALLERS)[number];

/**
 * Whose conversation: a fresh one was opened without a credential; it may have been adopted by a newcomer, stand
 * for Ann's, or be past its minute.
 */
export const CONVERSATIONS = [
  'Ann’s',
  'fresh',
  'adopted',
  'aliased',
  'stale',
  'Cal’s',
  'department',
  'closed',
  'unknown',
  'no-id',
] as const;
export type ConversationName = (typeof CONVERSATIONS)[number];

/**
 * In this order on one connection; `again` is sent after the join, and `read` is of the last message that there is,
 * an admin's where it is open. `ok`; or `becomes`: another guest, by the join;
 * or `stays`: the guest that he was, by the join; or the code that it is refused with. A route's status.
 * `no`: not_found.
 */
const CELLS = `
Ann               Ann’s       ok      ok      ok      ok      ok      ok     ok      200 200
Ann               fresh       no      no      no      stays   ok      ok     ok      200 404
Ann               adopted     no      no      no      no      no      ok     no      200 404
Ann               aliased     ok      ok      ok      ok      ok      ok     ok      200 200
Ann               stale       no      no      no      no      no      ok     no      404 404
Ann               Cal’s       no      no      no      no      no      ok     no      404 404
Ann               department  no      no      no      no      no      ok     no      404 404
Ann               closed      ok      ok      closed  ok      closed  ok     ok      200 200
Ann               unknown     no      no      no      no      no      ok     no      404 404
Ann               no-id       invalid invalid invalid invalid invalid invalid invalid 400 400

Bea               Ann’s       no      no      no      no      no      ok     no      404 404
Bea               fresh       no      no      no      stays   ok      ok     ok      200 404
Bea               adopted     no      no      no      no      no      ok     no      200 404
Bea               aliased     no      no      no      no      no      ok     no      200 404
Bea               stale       no      no      no      no      no      ok     no      404 404
Bea               Cal’s       no      no      no      no      no      ok     no      404 404
Bea               department  no      no      no      no      no      ok     no      404 404
Bea               closed      no      no      no      no      no      ok     no      404 404
Bea               unknown     no      no      no      no      no      ok     no      404 404
Bea               no-id       invalid invalid invalid invalid invalid invalid invalid 400 400

stranger          Ann’s       no      no      no      no      no      ok     no      401 401
stranger          fresh       no      no      no      becomes ok      ok     ok      200 401
stranger          adopted     no      no      no      no      no      ok     no      200 401
stranger          aliased     no      no      no      no      no      ok     no      200 401
stranger          stale       no      no      no      no      no      ok     no      401 401
stranger          Cal’s       no      no      no      no      no      ok     no      401 401
stranger          department  no      no      no      no      no      ok     no      401 401
stranger          closed      no      no      no      no      no      ok     no      401 401
stranger          unknown     no      no      no      no      no      ok     no      401 401
stranger          no-id       invalid invalid invalid invalid invalid invalid invalid 400 401

Cal               Cal’s       ok      ok      ok      ok      ok      ok     ok      200 200
Dan               Cal’s       no      no      no      no      no      ok     no      404 404
Cal,Dan           Ann’s       no      no      no      no      no      ok     no      404 404
Cal,Dan           fresh       no      no      no      no      no      ok     no      404 404
Cal,Dan           adopted     no      no      no      no      no      ok     no      404 404
Cal,Dan           aliased     no      no      no      no      no      ok     no      404 404
Cal,Dan           stale       no      no      no      no      no      ok     no      404 404
Cal,Dan           department  no      no      no      no      no      ok     no      404 404
Cal,Dan           closed      no      no      no      no      no      ok     no      404 404
Cal,Dan           unknown     no      no      no      no      no      ok     no      404 404
Cal,Dan           no-id       invalid invalid invalid invalid invalid invalid invalid 400 400

agent             department  no      no      no      no      no      ok     no      404 404
colleague,admin   department  ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin Ann’s   ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin fresh   ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin adopted ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin aliased ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin stale   ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin Cal’s   ok      ok      ok      ok      ok      ok     ok      200 200
agent,colleague,admin closed  ok      ok      closed  ok      closed  ok     ok      200 200
agent,colleague,admin unknown no      no      no      no      no      ok     no      404 404
agent,colleague,admin no-id   invalid invalid invalid invalid invalid invalid invalid 400 400
`;

/** Who may see a conversation's details may send files to it, unless it is closed; whoever may not hears the same. */
export const uploadStatus = ({ conversation, routes: { details } }: Line): number => {
  if (details !== 200) return details;
  return conversation === 'closed' ? 409 : 201;
};

/** Of the routes that ask for no conversation. `his`: his own, by the id that he has; `fresh`: a new guest's. */
const OWN_CELLS = `
Ann,Bea               401 his
stranger              401 fresh
Cal,Dan               200 fresh
agent,colleague,admin 403 fresh
`;

/** Statuses: of the list, and of closing what another guest has adopted. */
const STAFF_CELLS = `
Ann,Bea,stranger      401 401
Cal,Dan               403 404
agent,colleague,admin 200 200
`;

/** A status; and whether he is one who verifies a code that is Ann’s. */
const CODE_CELLS = `
Ann                   401 yes
Bea,stranger          401 no
Cal,Dan               403 no
agent,colleague,admin 201 no
`;

/** One caller and one kind of conversation. */
export interface Line {
  readonly caller: CallerName;
  readonly conversation: ConversationName;
  readonly events: Readonly<Record<EventColumn, string>>;
  readonly routes: Readonly<Record<RouteColumn, number>>;
}

export interface OwnLine extends Readonly<Record<OwnColumn, string>> {
  readonly caller: CallerName;
}

export interface StaffLine extends Readonly<Record<StaffColumn, number>> {
  readonly caller: CallerName;
}

export interface CodeLine extends Readonly<Record<CodeColumn, string>> {
  readonly caller: CallerName;
}

const oneOf = <Name extends string>(names: readonly Name[], word: string | undefined): Name => {
  const name = names.find((one) => one === word);
  if (name === undefined) throw new Error(`${String(word)} is none of ${names.join(', ')}`);
  return name;
};

const rowsOf = (
  table: string,
  cells: number,
): readonly (readonly [CallerName, readonly string[]])[] =>
  table
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [callers = '', ...words] = line.split(/ +/);
      if (words.length !== cells) throw new Error(`not ${cells} cells: ${line}`);
      return callers.split(',').map((caller) => [oneOf(CALLERS, caller), words] as const);
    });

const columnsOf = <Column extends string>(
  columns: Readonly<Record<Column, string>>,
): readonly Column[] => Object.keys(columns) as Column[];

const zip = <Column extends string, Cell>(
  columns: readonly Column[],
  cells: readonly Cell[],
): Readonly<Record<Column, Cell>> =>
  Object.fromEntries(columns.map((column, n) => [column, cells[n]])) as Record<Column, Cell>;

const eventColumns = columnsOf(EVENTS);
const routeColumns = columnsOf(ROUTES);

export const LINES: readonly Line[] = rowsOf(
  CELLS,
  1 + eventColumns.length + routeColumns.length,
).map(([caller, [conversation, ...cells]]) => ({
  caller,
  conversation: oneOf(CONVERSATIONS, conversation),
  events: zip(
    eventColumns,
    cells.map((cell) => (cell === 'no' ? 'not_found' : cell)),
  ),
  routes: zip(routeColumns, cells.slice(eventColumns.length).map(Number)),
}));

export const OWN_LINES: readonly OwnLine[] = rowsOf(OWN_CELLS, 2).map(([caller, cells]) => ({
  caller,
  ...zip(columnsOf(OWN_ROUTES), cells),
}));

export const STAFF_LINES: readonly StaffLine[] = rowsOf(STAFF_CELLS, 2).map(([caller, cells]) => ({
  caller,
  ...zip(columnsOf(STAFF_ROUTES), cells.map(Number)),
}));

export const CODE_LINES: readonly CodeLine[] = rowsOf(CODE_CELLS, 2).map(([caller, cells]) => ({
  caller,
  ...zip(columnsOf(CODE_ROUTES), cells),
}));
