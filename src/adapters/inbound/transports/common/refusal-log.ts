import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../../../application/ports/logger.js';
import { hostIn, originIn } from '../../gateway/transport.js';
import type { AddressOf } from './client-address.js';

export interface RefusalLogOptions {
  readonly logger: Logger;
  readonly addressOf: AddressOf;
  readonly now?: () => number;
}

/** Why somebody is turned away before any dialect hears of him. */
export type TurnedAway =
  | 'OriginNotAllowed'
  | 'JsonpNotSupported'
  | 'NoSuchPath'
  | 'BadHandshake'
  | 'TooManyStrangers'
  | 'MetricsToken'
  | 'MetricsElsewhere';

export type RefusalLog = (
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  reason: TurnedAway,
  correlationId?: string,
) => void;

/** Lines of one reason in a window of so many milliseconds. */
const MOST = 60;
const WINDOW = 60_000;

/**
 * Lines of the security log about who was turned away, with the origin and the host that are compared, and so few of each
 * reason that whoever attacks does not fill the disk: `unlogged` is how many were left out before.
 */
export const refusalLog = ({
  logger,
  addressOf,
  now = () => performance.now(),
}: RefusalLogOptions): RefusalLog => {
  const windows = new Map<TurnedAway, { since: number; lines: number; unlogged: number }>();
  return (request, reason, correlationId) => {
    const known = windows.get(reason);
    const isOver = known === undefined || now() - known.since >= WINDOW;
    const window = isOver ? { since: now(), lines: 0, unlogged: known?.unlogged ?? 0 } : known;
    windows.set(reason, window);
    if (window.lines === MOST) {
      window.unlogged += 1;
      return;
    }
    window.lines += 1;
    logger.warn('security', {
      event: reason === 'TooManyStrangers' ? 'rateLimited' : 'denied',
      reason,
      origin: originIn(request.headers),
      host: hostIn(request.headers),
      address: addressOf(request),
      correlationId: correlationId ?? null,
      unlogged: window.unlogged,
    });
    window.unlogged = 0;
  };
};
