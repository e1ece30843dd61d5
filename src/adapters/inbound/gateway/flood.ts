import type { Turns } from './turns.js';

/** Counts the frames of one connection that come in one turn of the event loop. */
export class Flood {
  private turn = -1;
  private count = 0;

  constructor(private readonly turns: Turns) {}

  /** How many there have been in this turn, this one among them. */
  next(): number {
    const turn = this.turns.current();
    if (turn !== this.turn) this.count = 0;
    this.turn = turn;
    this.count += 1;
    return this.count;
  }
}
