import type { Dialect } from '../../gateway/dialect.js';
import { admission } from './admission.js';
import { channel } from './channel.js';
import type { LivechatDialectDeps } from './deps.js';
import { refuseFrame, refuseRequest, requestProblem } from './failures.js';
import { eventRows } from './inbound.js';
import { outboundFrames, signalFrames } from './outbound.js';
import { BASES, routes } from './routes.js';

/** The protocol of document 004; docs/dialects/livechat.md is its summary. */
export const livechatDialect = (deps: LivechatDialectDeps): Dialect => ({
  name: channel.name,
  namespace: '/support',
  admission,
  events: eventRows(deps),
  welcome: () => ({ frames: [], acknowledgement: { success: true } }),
  refuse: refuseFrame,
  frames: outboundFrames(deps),
  signalFrames,
  parted: (name) =>
    refuseFrame({ kind: 'AccessDenied', to: 'conversation' }).frames.map(({ event, data }) => ({
      event,
      data: { ...(data as object), conversation_id: name },
    })),
  rest: {
    bases: BASES,
    routes: routes(deps),
    refuse: refuseRequest,
    problem: requestProblem,
  },
});
