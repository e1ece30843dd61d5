import type { ServanaFrames } from '../support/servana-clients.js';
import { type CallerName, KNOWN_NAMES } from './people.js';
import { each, type TableRow, tableOf } from './tables.js';

/** How frames are written in cells; `updateChatGroups` by its action. */
export const SIGNS: Readonly<Record<Exclude<keyof ServanaFrames, 'updateChatGroups'>, string>> = {
  joinedRoom: 'R',
  userJoined: 'C',
  userLeft: 'L',
  receiveMessage: 'M',
  customerListUpdate: 'S',
  typing: 'T',
  stopTyping: 't',
  chatGroupCreated: 'G',
  roomStatsUpdate: 'P',
  userStatusUpdated: 'W',
  onlineUsersList: 'O',
  onlineUsersUpdate: 'V',
  error: '!',
};
export const UPDATE_SIGNS = {
  new_group: 'N',
  new_message: 'U',
  assigned: 'A',
  ended: 'X',
  updated: 'Y',
} as const satisfies Readonly<Record<ServanaFrames['updateChatGroups']['action'], string>>;

/**
 * Who looks on. What ends in `-in` has joined the chat group, where he may; the others have not. Of the client and the
 * other client, and of the assigned agent, it is another connection than the one that does it, of the rest another person. Where the
 * client himself does it, none of his other connections is inside.
 */
export const WITNESSES = [
  'client-in',
  'client',
  'agent-in',
  'agent',
  'foreign',
  'assigned',
  'roving',
  'admin-in',
  'admin',
  'other',
  'nobody',
] as const;
export type WitnessName = (typeof WITNESSES)[number];

const HEARERS = ['by-client', 'by-staff', ...WITNESSES] as const;
type HearerName = (typeof HEARERS)[number];

/**
 * What is heard of it when it is done, and nothing else: by who does it (`by-client`, `by-staff`, whichever he is) on that connection,
 * and by everybody else. What is refused is heard by nobody but who is.
 * Document 002, "Server → Client Events"; design, section 6, `servana`; docs/dialects/servana.md, "server sends".
 */
const CELLS = `
                                     by-client by-staff client-in client agent-in agent foreign assigned roving admin-in admin other nobody
department    joinChatGroup   all    R         R        C         -      C        -     -       -        -      C        -     -     -
department-in typing          all    -         -        T         -      T        -     -       -        -      T        -     -     -
department-in stopTyping      all    -         -        t         -      t        -     -       -        -      t        -     -     -
department-in sendMessage     client MU        -        MU        U      MUS      US    -       -        -      MUS      US    -     -
department-in sendMessage     staff  -         AMUS     AMU       AU     AMUS     AUS   -       -        -      AMUS     AUS   -     -
department-in joinChatGroup   all    R         R        -         -      -        -     -       -        -      -        -     -     -
department-in leaveRoom       all    -         -        L         -      L        -     -       -        -      L        -     -     -

assigned      joinChatGroup   all    R         R        C         -      C        -     -       -        -      C        -     -     -
assigned-in   typing          all    -         -        T         -      T        -     -       -        -      T        -     -     -
assigned-in   stopTyping      all    -         -        t         -      t        -     -       -        -      t        -     -     -
assigned-in   sendMessage     all    MU        MUS      MU        U      MUS      US    -       US       -      MUS      US    -     -
assigned-in   joinChatGroup   all    R         R        -         -      -        -     -       -        -      -        -     -     -
assigned-in   leaveRoom       all    -         -        L         -      L        -     -       -        -      L        -     -     -

no-dept       joinChatGroup   all    R         R        C         -      C        -     -       -        -      C        -     -     -
no-dept-in    typing          all    -         -        T         -      T        -     -       -        -      T        -     -     -
no-dept-in    stopTyping      all    -         -        t         -      t        -     -       -        -      t        -     -     -
no-dept-in    sendMessage     client MU        -        MU        U      MUS      US    US      US       US     MUS      US    -     -
no-dept-in    sendMessage     staff  -         AMUS     AMU       AU     AMUS     AUS   AUS     AUS      AUS    AMUS     AUS   -     -
no-dept-in    joinChatGroup   all    R         R        -         -      -        -     -       -        -      -        -     -     -
no-dept-in    leaveRoom       all    -         -        L         -      L        -     -       -        -      L        -     -     -

another’s     joinChatGroup   all    R         R        -         -      -        -     -       -        -      C        -     -     -
another’s-in  typing          all    -         -        -         -      -        -     -       -        -      T        -     -     -
another’s-in  stopTyping      all    -         -        -         -      -        -     -       -        -      t        -     -     -
another’s-in  sendMessage     other  MU        -        -         -      -        -     US      US       -      MUS      US    U     -
another’s-in  sendMessage     staff  -         AMUS     -         -      -        -     AUS     AUS      -      AMUS     AUS   AU    -
another’s-in  joinChatGroup   all    R         R        -         -      -        -     -       -        -      -        -     -     -
another’s-in  leaveRoom       all    -         -        -         -      -        -     -       -        -      L        -     -     -

ended-in      leaveRoom       all    -         -        -         -      -        -     -       -        -      -        -     -     -

dept_cards    joinChatGroup   staff  -         R        -         -      -        -     -       -        -      -        -     -     -
dept_loans    joinChatGroup   staff  -         R        -         -      -        -     -       -        -      -        -     -     -
user_himself  joinChatGroup   all    R         R        -         -      -        -     -       -        -      -        -     -     -
user_another  joinChatGroup   staff  -         R        -         -      -        -     -       -        -      -        -     -     -
as-admin      joinChatGroup   staff  -         R        -         -      -        -     -       -        -      -        -     -     -

in-cards      createChatGroup client GN        -        N         N      N        N     -       -        -      N        N     -     -
in-cards      createChatGroup other  GN        -        -         -      N        N     -       -        -      N        N     N     -
in-none       createChatGroup client GN        -        N         N      N        N     N       N        N      N        N     -     -
in-none       createChatGroup other  GN        -        -         -      N        N     N       N        N      N        N     N     -
connected     forceDisconnect staff  -         -        -         -      -        -     -       -        -      -        -     -     -
nowhere       getRoomStats    staff  -         P        -         -      -        -     -       -        -      -        -     -     -

nowhere       list            all    -         -        -         -      -        -     -       -        -      -        -     -     -
in-cards      open            client N         -        N         N      N        N     -       -        -      N        N     -     -
in-cards      open            other  N         -        -         -      N        N     -       -        -      N        N     N     -
in-none       open            client N         -        N         N      N        N     N       N        N      N        N     -     -
in-none       open            other  N         -        -         -      N        N     N       N        N      N        N     N     -
department    read            all    -         -        -         -      -        -     -       -        -      -        -     -     -
assigned      read            all    -         -        -         -      -        -     -       -        -      -        -     -     -
no-dept       read            all    -         -        -         -      -        -     -       -        -      -        -     -     -
another’s     read            all    -         -        -         -      -        -     -       -        -      -        -     -     -
ended         read            all    -         -        -         -      -        -     -       -        -      -        -     -     -
department    attach          client U         -        MU        U      MUS      US    -       -        -      MUS      US    -     -
department    attach          staff  -         AUS      AMU       AU     AMUS     AUS   -       -        -      AMUS     AUS   -     -
assigned      attach          all    U         US       MU        U      MUS      US    -       US       -      MUS      US    -     -
no-dept       attach          client U         -        MU        U      MUS      US    US      US       US     MUS      US    -     -
no-dept       attach          staff  -         AUS      AMU       AU     AMUS     AUS   AUS     AUS      AUS    AMUS     AUS   -     -
another’s     attach          other  U         -        -         -      -        -     US      US       -      MUS      US    U     -
another’s     attach          staff  -         AUS      -         -      -        -     AUS     AUS      -      AMUS     AUS   AU    -
`;

/** Whether somebody's list of who is online has the callers in it: a line for each list, a column for each of them. */
const SEEN_CELLS = `
         client other agent foreign assigned roving admin
client   no     no    yes   yes     yes      yes    yes
other    no     no    yes   yes     yes      yes    yes
agent    yes    yes   yes   yes     yes      yes    yes
foreign  yes    yes   yes   yes     yes      yes    yes
assigned yes    yes   yes   yes     yes      yes    yes
roving   yes    yes   yes   yes     yes      yes    yes
admin    yes    yes   yes   yes     yes      yes    yes
`;

export const SEEN = tableOf(KNOWN_NAMES, 1, SEEN_CELLS);

const isClient = (caller: CallerName): boolean => caller === 'client' || caller === 'other';

const isMeant = (who: string, caller: CallerName): boolean =>
  who === 'all' || who === caller || (who === 'staff' && !isClient(caller));

type HeardRow = TableRow<HearerName>;

export const HEARD_ROWS: readonly HeardRow[] = tableOf(HEARERS, 3, CELLS);

/** The one row that says who hears when a caller does something somewhere. */
export const heardRow = (place: string, deed: string, caller: CallerName): HeardRow => {
  const rows = HEARD_ROWS.filter(
    ({ labels: [where, what, who] }) =>
      where === place && what === deed && each(who).some((one) => isMeant(one, caller)),
  );
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) {
    throw new Error(`${rows.length} rows say who hears of ${deed} in ${place} by ${caller}`);
  }
  return row;
};

/** What each hears then. */
export const heardOf = (
  place: string,
  deed: string,
  caller: CallerName,
): Readonly<Record<'himself' | WitnessName, string>> => {
  const {
    'by-client': byClient,
    'by-staff': byStaff,
    ...others
  } = heardRow(place, deed, caller).cells;
  return {
    himself: isClient(caller) ? byClient : byStaff,
    ...others,
    ...(caller === 'client' ? { 'client-in': others.client } : {}),
  };
};
