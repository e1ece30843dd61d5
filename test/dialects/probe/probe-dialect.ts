import type { Dialect } from '../../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { admission } from './admission.js';
import { channel } from './channel.js';
import { envelope } from './envelope.js';
import { refuseFrame, refuseRequest, requestProblem } from './failures.js';
import { eventRows } from './inbound.js';
import { outboundFrames, signalFrames } from './outbound.js';
import { BASES, routes } from './routes.js';

/**
 * A protocol that nobody speaks: with it the tests ask of the gateway and of every transport all that the
 * dialects to come will ask, from one folder.
 */
export const probeDialect = ({ useCases }: { readonly useCases: UseCases }): Dialect => ({
  name: channel.name,
  namespace: '/probe',
  envelope,
  admission,
  events: eventRows(useCases),
  welcome: (actor) => {
    const data = { id: actor.kind === 'system' ? null : actor.id };
    return {
      frames: [{ event: 'welcome', data }],
      acknowledgement: { ok: true, ...data },
    };
  },
  refuse: refuseFrame,
  frames: outboundFrames,
  signalFrames,
  parted: (room) => [{ event: 'parted', data: { room } }],
  rest: {
    bases: BASES,
    routes: routes(),
    refuse: refuseRequest,
    problem: requestProblem,
  },
});
