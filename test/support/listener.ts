import type { Dialect } from '../../src/adapters/inbound/gateway/dialect.js';
import type { Listener } from '../../src/adapters/inbound/gateway/listener.js';
import type { Channel } from '../../src/adapters/inbound/gateway/transport.js';
import type { Actor } from '../../src/domain/actor.js';

/** Frames go out as they are, and are counted. */
export const countedChannel = (): Channel & { encoded: number } => ({
  encoded: 0,
  encode(frame) {
    this.encoded += 1;
    return frame;
  },
});

/** Somebody who hears, and what he has heard. */
export interface Ear extends Listener {
  actor: Actor | null;
  readonly heard: unknown[];
}

export const ear = (
  actor: Actor | null,
  channel: Channel,
  ...dialects: readonly Dialect[]
): Ear => {
  const heard: unknown[] = [];
  return {
    id: 'here',
    actor,
    channel,
    dialects,
    heard,
    follows: () => false,
    room: () => null,
    deliver: (wire) => heard.push(wire),
    failed: (defect) => {
      throw defect;
    },
    dismiss: () => undefined,
  };
};
