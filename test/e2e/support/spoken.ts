import type { Dialect } from '../../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Channel } from '../../../src/domain/channel.js';

/** A text frame as a client reads it: a pushed event, or the answer to what it asked under that number. */
export interface Heard {
  readonly event?: string | undefined;
  readonly ack?: number | undefined;
  readonly data?: unknown;
}

/** How clients write and read text frames: a dialect's envelope from the other side. */
export interface ClientEnvelope {
  write(event: string, data: unknown, ack?: number): string;
  read(text: string): Heard;
}

export const commonEnvelope: ClientEnvelope = {
  write: (event, data, ack) => JSON.stringify({ event, data, ack }),
  read: (text) => JSON.parse(text) as Heard,
};

/** What clients must know of a dialect to speak it. */
export interface Spoken {
  readonly name: string;
  readonly namespace: string;
  /** The common way where it has none of its own. */
  readonly envelope?: ClientEnvelope;
}

/** A dialect to be put on a stage. */
export interface Staged extends Spoken {
  /** What its conversations are opened with. */
  readonly channel: Channel;
  /** Those that the server is to speak, where it is not those that are bound. */
  readonly dialects?: (cases: UseCases) => readonly Dialect[];
}
