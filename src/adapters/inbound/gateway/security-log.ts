import type { Logger } from '../../../application/ports/logger.js';
import { type Metrics, noMetrics, type SecurityEvent } from '../../../application/ports/metrics.js';
import type { PersonKey } from '../../../domain/actor.js';
import { BoundedLines } from './bounded-lines.js';

/** Something that whoever guards the server wants to know: never a token, a guest's id in its secret form, or text. */
export interface SecurityFacts {
  readonly event: SecurityEvent;
  /** Null for a stranger. */
  readonly actor: PersonKey | null;
  readonly address: string;
  /** Of the page that asks, where it is a browser that says so. */
  readonly origin: string | null;
  /** Several where they share an entrance. */
  readonly dialect: string;
  /** Of the connection or the request; null where there is none yet. */
  readonly correlationId: string | null;
  /** An event's name, or a method and a route. */
  readonly asked: string | null;
  readonly reason: string | null;
}

export interface SecurityLogOptions {
  readonly logger: Logger;
  readonly metrics?: Pick<Metrics, 'securityLineLeftOut'>;
  /** Lines of one kind in a window. */
  readonly most?: number;
  /** Milliseconds. */
  readonly window?: number;
}

/**
 * Lines about the safety of the server, under the message `security`, and about whom a store failed, under `unavailable`;
 * of each kind a few in a window.
 */
export class SecurityLog {
  private readonly lines: BoundedLines<SecurityEvent>;

  constructor({ logger, metrics = noMetrics, most, window }: SecurityLogOptions) {
    this.lines = new BoundedLines({
      write: (event, fields) => {
        const message = event === 'unavailable' ? 'unavailable' : 'security';
        // That somebody was let in is no cause for alarm.
        logger[event === 'authenticated' ? 'info' : 'warn'](message, { event, ...fields });
      },
      leftOut: (event) => metrics.securityLineLeftOut(event),
      most,
      window,
    });
  }

  note(facts: SecurityFacts): void {
    this.lines.note(facts.event, () => facts);
  }

  /** Says what was left out until now. */
  close(): void {
    this.lines.close();
  }
}
