import type { Calls } from './calls.js';
import type { EdgeFailure } from './dialect.js';
import { Flood } from './flood.js';
import type { Turns } from './turns.js';

/** Calls of one connection that are under way; frames past twice as many in a turn close it. */
const MAX_UNDER_WAY = 1_000;
/** Frames in a turn of somebody who has not said who he is. */
const MAX_STRANGERS_FRAMES = 100;
/** Bytes of a frame of somebody for whom nobody vouches. */
export const MAX_STRANGERS_FRAME = 64 * 1024;

/** How much one connection may send. */
export class Intake {
  private readonly flood: Flood;

  constructor(
    turns: Turns,
    private readonly calls: Pick<Calls, 'underWay'>,
  ) {
    this.flood = new Flood(turns);
  }

  /** Counts one more frame; past a bound nobody is answered any more. */
  isFlooded(isStranger: boolean): boolean {
    return this.flood.next() > (isStranger ? MAX_STRANGERS_FRAMES : 2 * MAX_UNDER_WAY);
  }

  /** Why a frame is refused before anybody looks at it; `maxFrame` is that of who is vouched for. */
  refusal(bytes: number, isVouchedFor: boolean, maxFrame: number): EdgeFailure | null {
    if (bytes > (isVouchedFor ? maxFrame : MAX_STRANGERS_FRAME)) return { kind: 'TooLarge' };
    return this.calls.underWay < MAX_UNDER_WAY ? null : { kind: 'TooManyAtOnce' };
  }
}
