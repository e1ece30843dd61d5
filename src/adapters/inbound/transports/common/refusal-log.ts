import type { IncomingMessage } from 'node:http';
import type { Logger } from '../../../../application/ports/logger.js';
import { type Metrics, noMetrics } from '../../../../application/ports/metrics.js';
import { BoundedLines, hostIn, originIn } from '../../gateway/transport.js';
import type { AddressOf } from './client-address.js';

export interface RefusalLogOptions {
  readonly logger: Logger;
  readonly addressOf: AddressOf;
  readonly metrics?: Pick<Metrics, 'securityLineLeftOut'>;
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

/** Tells that somebody is turned away. */
export type NoteRefusal = (
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  reason: TurnedAway,
  correlationId?: string,
) => void;

const eventOf = (reason: TurnedAway) => (reason === 'TooManyStrangers' ? 'rateLimited' : 'denied');

/** Lines of the security log about who was turned away, with the origin and the host that are compared; a few of each reason. */
export class RefusalLog {
  private readonly lines: BoundedLines<TurnedAway>;

  constructor(private readonly options: RefusalLogOptions) {
    const { logger, metrics = noMetrics } = options;
    this.lines = new BoundedLines({
      write: (reason, fields) =>
        logger.warn('security', { event: eventOf(reason), reason, ...fields }),
      leftOut: (reason) => metrics.securityLineLeftOut(eventOf(reason)),
    });
  }

  readonly note: NoteRefusal = (request, reason, correlationId) => {
    this.lines.note(reason, () => ({
      origin: originIn(request.headers),
      host: hostIn(request.headers),
      address: this.options.addressOf(request),
      correlationId: correlationId ?? null,
    }));
  };

  /** Says what was left out until now. */
  close(): void {
    this.lines.close();
  }
}
