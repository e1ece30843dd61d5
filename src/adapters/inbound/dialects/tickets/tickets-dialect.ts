import { randomUUID } from 'node:crypto';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Dialect } from '../../gateway/dialect.js';
import { admission } from './admission.js';
import { channel } from './channel.js';
import type { TicketsDialectDeps } from './deps.js';
import { wireUser } from './encode.js';
import { refuseFrame, refuseRequest, requestProblem } from './failures.js';
import { eventRows } from './inbound.js';
import { outboundFrames, signalFrames } from './outbound.js';
import { Resends } from './resends.js';
import { BASES, routes } from './routes.js';
import type { Sent } from './send-row.js';

/** The protocol of document 003; docs/dialects/tickets.md is its summary. */
export const ticketsDialect = (deps: TicketsDialectDeps): Dialect => {
  const resends = new Resends<Sent>({
    now: () => deps.clock.now(),
    newName: randomUUID,
    isError: ({ frames }) => frames.some(({ event }) => event === 'send_message_error'),
    isFailure: isLeft,
  });
  return {
    name: channel.name,
    namespace: '/',
    admission,
    events: eventRows(deps, resends),
    welcome: (actor) => {
      const data = { user: wireUser(actor) };
      return { frames: [{ event: 'authenticated', data }], acknowledgement: data };
    },
    refuse: refuseFrame,
    answered: (client, reply) => resends.noted(client, reply),
    frames: outboundFrames(deps),
    signalFrames,
    parted: (ticketId) =>
      refuseFrame({ kind: 'AccessDenied', to: 'conversation' }, 'join_ticket').frames.map(
        ({ event, data }) => ({ event, data: { ...(data as object), ticketId } }),
      ),
    rest: {
      bases: BASES,
      routes: routes(deps),
      refuse: refuseRequest,
      problem: requestProblem,
    },
  };
};
