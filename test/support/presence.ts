import { memoryPresence } from '../../src/adapters/outbound/presence/memory-presence.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type { Presence } from '../../src/application/ports/presence.js';
import { FixedClock, silentLogger } from './fixed-ports.js';

/** That of one process, for whom it is the last thing that matters. */
export const somePresence = (clock: Clock = new FixedClock()): Presence =>
  memoryPresence({ clock, logger: silentLogger });
