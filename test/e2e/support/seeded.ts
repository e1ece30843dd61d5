import { randomInt } from 'node:crypto';

/** Chance that can be had again: the same seed gives the same numbers (mulberry32). */
export class Seeded {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed;
  }

  /** From 0 up to, and without, the bound. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }
}

/** From the environment variable SEED when a run is to be repeated. */
export const newSeed = (): number => Number(process.env['SEED'] ?? randomInt(2 ** 31));
