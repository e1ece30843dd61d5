import type { Dialect } from '../../gateway/dialect.js';
import { admission } from './admission.js';
import { channel } from './channel.js';
import type { ServanaDialectDeps } from './deps.js';
import { wireStats } from './encode.js';
import { refusalOf, refuseFrame, refuseRequest, requestProblem } from './failures.js';
import { groupNames } from './groups.js';
import { eventRows } from './inbound.js';
import { onlineFrames, outboundFrames, signalFrames } from './outbound.js';
import { BASES, routes } from './routes.js';

/** The protocol of document 002; docs/dialects/servana.md is its summary. */
export const servanaDialect = (deps: ServanaDialectDeps): Dialect => ({
  name: channel.name,
  namespace: '/',
  admission: admission(deps.signInCookies),
  events: eventRows(deps, groupNames(deps.useCases)),
  // The document has no word for it.
  welcome: () => ({ frames: [], acknowledgement: { success: true } }),
  refuse: refuseFrame,
  frames: outboundFrames(deps),
  signalFrames,
  onlineFrames,
  roomFrames: (counts) => [{ event: 'roomStatsUpdate', data: wireStats(counts, deps.clock.now()) }],
  parted: (name) => {
    const { message, code, details } = refusalOf({ kind: 'AccessDenied', to: 'conversation' });
    return [{ event: 'error', data: { message, code, details, chatGroupId: Number(name) } }];
  },
  rest: {
    bases: BASES,
    routes: routes(deps),
    refuse: refuseRequest,
    problem: requestProblem,
  },
});
