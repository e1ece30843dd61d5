import type { Standing } from '../../../application/audience.js';
import type { Dialect } from './dialect.js';
import type { Channel, Frame } from './transport.js';

interface Copy extends Standing {
  readonly dialect: Dialect;
  readonly channel: Channel;
  readonly wires: readonly unknown[];
}

/** One thing to tell, written down once for all who stand alike, in one dialect on one channel. */
export class News {
  private readonly copies: Copy[] = [];

  constructor(
    private readonly frames: (dialect: Dialect, standing: Standing) => readonly Frame[],
  ) {}

  wires(dialect: Dialect, channel: Channel, standing: Standing): readonly unknown[] {
    const { viewer, place, name } = standing;
    for (const copy of this.copies) {
      if (
        copy.dialect === dialect &&
        copy.channel === channel &&
        copy.viewer === viewer &&
        copy.place === place &&
        copy.name === name
      ) {
        return copy.wires;
      }
    }
    const wires = this.frames(dialect, standing).map((frame) => channel.encode(frame));
    this.copies.push({ dialect, channel, viewer, place, name, wires });
    return wires;
  }
}
