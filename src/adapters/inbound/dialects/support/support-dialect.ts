import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Dialect } from '../../gateway/dialect.js';
import { admission } from './admission.js';
import { channel } from './channel.js';
import { wireWelcome } from './encode.js';
import { refuseFrame, refuseRequest, requestProblem } from './failures.js';
import { eventRows } from './inbound.js';
import { outboundFrames, signalFrames } from './outbound.js';
import { BASES, routes } from './routes.js';

/** The protocol of documents 000 and 001; docs/dialects/support.md is its summary. */
export const supportDialect = (useCases: UseCases): Dialect => ({
  name: channel.name,
  namespace: '/support',
  admission,
  events: eventRows(useCases),
  welcome: (actor) => {
    const data = wireWelcome(actor);
    return {
      frames: [{ event: 'connection:success', data }],
      acknowledgement: { success: true, data },
    };
  },
  refuse: refuseFrame,
  frames: outboundFrames,
  signalFrames,
  rest: {
    bases: BASES,
    routes: routes(useCases),
    refuse: refuseRequest,
    problem: requestProblem,
  },
});
