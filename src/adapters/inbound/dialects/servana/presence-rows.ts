import { pipe } from 'fp-ts/lib/function.js';
import { chainW as chain, map } from 'fp-ts/lib/TaskEither.js';
import type { EventRow } from '../../gateway/dialect.js';
import { AnyPayload, IdentityPayload } from './codecs.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireOnline, wireStatus } from './encode.js';
import { asHimself } from './identity.js';
import { event } from './row.js';
import { doneSchema, onlineUsersSchema, statusSchema } from './schemas.js';

/** What somebody says of whether he is there is handled in the order in which he says it. */
const key = (): string => 'presence';

const onlineRow = ({ useCases, clock }: ServanaDialectDeps): EventRow =>
  event({
    event: 'userOnline',
    summary: 'Show others that one is there, until userOffline or a minute without a heartbeat',
    input: IdentityPayload,
    output: statusSchema,
    failures: { AccessDenied: true, RateLimited: true, Unavailable: true },
    key,
    run: (caller, said) =>
      asHimself(caller, said, (person) =>
        pipe(
          useCases.goOnline(person, { connection: caller.connectionId }),
          chain(() => useCases.listOnline(person)),
          map((people) => ({ person, people })),
        ),
      ),
    reply: ({ person, people }) => {
      const status = wireStatus(person, 'online', clock.now());
      return {
        frames: [
          { event: 'userStatusUpdated', data: status },
          { event: 'onlineUsersUpdate', data: { onlineUsers: wireOnline(people) } },
        ],
        acknowledgement: status,
      };
    },
  });

const heartbeatRow = ({ useCases }: ServanaDialectDeps): EventRow =>
  event({
    event: 'userHeartbeat',
    summary: 'Say that one is still there',
    input: IdentityPayload,
    output: doneSchema,
    failures: { AccessDenied: true, NotFound: true, RateLimited: true, Unavailable: true },
    key,
    run: (caller, said) =>
      asHimself(caller, said, (person) =>
        useCases.stayOnline(person, { connection: caller.connectionId }),
      ),
    reply: () => ({ frames: [], acknowledgement: { success: true } }),
  });

const offlineRow = ({ useCases, clock }: ServanaDialectDeps): EventRow =>
  event({
    event: 'userOffline',
    summary: 'Be there no longer, as far as this connection goes',
    input: IdentityPayload,
    output: statusSchema,
    failures: { AccessDenied: true, RateLimited: true, Unavailable: true },
    key,
    run: (caller, said) =>
      asHimself(caller, said, (person) =>
        pipe(
          useCases.goOffline(person, { connection: caller.connectionId }),
          map(() => person),
        ),
      ),
    reply: (person) => {
      const status = wireStatus(person, 'offline', clock.now());
      return {
        frames: [{ event: 'userStatusUpdated', data: status }],
        acknowledgement: status,
      };
    },
  });

const listRow = ({ useCases }: ServanaDialectDeps): EventRow =>
  event({
    event: 'getOnlineUsers',
    summary: 'Who is there: of agents everybody may know it, of clients agents alone',
    input: AnyPayload,
    output: onlineUsersSchema,
    failures: { Unavailable: true },
    key,
    run: ({ actor }) => useCases.listOnline(actor),
    reply: (people) => {
      const data = wireOnline(people);
      return { frames: [{ event: 'onlineUsersList', data }], acknowledgement: data };
    },
  });

/** Document 002, "User Status Events". */
export const presenceRows = (deps: ServanaDialectDeps): readonly EventRow[] => [
  onlineRow(deps),
  heartbeatRow(deps),
  offlineRow(deps),
  listRow(deps),
];
