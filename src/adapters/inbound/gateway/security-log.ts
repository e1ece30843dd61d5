import type { Logger } from '../../../application/ports/logger.js';
import { type Metrics, noMetrics, type SecurityEvent } from '../../../application/ports/metrics.js';
import type { PersonKey } from '../../../domain/actor.js';

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

const MOST = 60;
const WINDOW = 60_000;

interface Window {
  lines: number;
  leftOut: number;
}

/**
 * Lines about the safety of the server, under the message `security`, and about whom a store failed, under `unavailable`. Of each kind so many are written in a window from the
 * first of them on, and at its end how many there were besides: whoever attacks does not fill the disk.
 */
export class SecurityLog {
  private readonly windows = new Map<SecurityEvent, Window & { readonly end: NodeJS.Timeout }>();

  constructor(private readonly options: SecurityLogOptions) {}

  note(facts: SecurityFacts): void {
    const { most = MOST, metrics = noMetrics } = this.options;
    const window = this.windows.get(facts.event) ?? this.open(facts.event);
    if (window.lines === most) {
      window.leftOut += 1;
      metrics.securityLineLeftOut(facts.event);
      return;
    }
    window.lines += 1;
    this.write(facts.event, { ...facts });
  }

  /** Says what was left out until now. */
  close(): void {
    for (const event of [...this.windows.keys()]) this.end(event);
  }

  private open(event: SecurityEvent): Window {
    const end = setTimeout(() => this.end(event), this.options.window ?? WINDOW).unref();
    const window = { lines: 0, leftOut: 0, end };
    this.windows.set(event, window);
    return window;
  }

  private end(event: SecurityEvent): void {
    const window = this.windows.get(event);
    if (window === undefined) return;
    clearTimeout(window.end);
    this.windows.delete(event);
    const { leftOut } = window;
    if (leftOut > 0) this.write(event, { event, leftOut });
  }

  /** That somebody was let in is no cause for alarm. */
  private write(event: SecurityEvent, fields: object): void {
    const { logger } = this.options;
    const message = event === 'unavailable' ? 'unavailable' : 'security';
    logger[event === 'authenticated' ? 'info' : 'warn'](message, { ...fields });
  }
}
