import type { Dialect } from '../../gateway/dialect.js';
import { admission } from './admission.js';
import { channel } from './channel.js';
import type { SupportDialectDeps } from './deps.js';
import { wireWelcome } from './encode.js';
import { refuseFrame, refuseRequest, requestProblem } from './failures.js';
import { formFor } from './guest-form.js';
import { eventRows } from './inbound.js';
import { outboundFrames, signalFrames } from './outbound.js';
import { BASES, routes } from './routes.js';

/** The protocol of documents 000 and 001; docs/dialects/support.md is its summary. */
export const supportDialect = (deps: SupportDialectDeps): Dialect => ({
  name: channel.name,
  namespace: '/support',
  admission,
  events: eventRows(deps),
  welcome: (actor) => {
    const data = wireWelcome(actor, formFor(deps.guestIds, actor));
    return {
      frames: [{ event: 'connection:success', data }],
      acknowledgement: { success: true, data },
    };
  },
  refuse: refuseFrame,
  frames: outboundFrames(deps),
  signalFrames: signalFrames(deps),
  parted: (conversationId) => [{ event: 'conversation:left', data: { conversationId } }],
  rest: {
    bases: BASES,
    routes: routes(deps),
    refuse: refuseRequest,
    problem: requestProblem,
  },
});
