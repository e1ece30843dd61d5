import type { Arrival } from './transport.js';

const MAX_HELD = 20;
const MAX_HELD_BYTES = 64 * 1024;

/** Frames that wait until their sender has said who he is. */
export class Holding {
  private held: Arrival[] = [];
  private bytes = 0;

  /** False when it would be too much. */
  hold(arrival: Arrival): boolean {
    const bytes = this.bytes + arrival.bytes;
    if (this.held.length >= MAX_HELD || bytes > MAX_HELD_BYTES) return false;
    this.held.push(arrival);
    this.bytes = bytes;
    return true;
  }

  /** In the order of their arrival. */
  release(): readonly Arrival[] {
    const { held } = this;
    this.held = [];
    this.bytes = 0;
    return held;
  }
}
