import type { Standing } from '../../../application/audience.js';
import type { Dialect } from './dialect.js';
import type { Listener } from './listener.js';
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

  tell(listener: Listener, dialect: Dialect, standing: Standing): void {
    for (const wire of this.wires(listener, dialect, standing)) listener.deliver(wire);
  }

  private wires(listener: Listener, dialect: Dialect, standing: Standing): readonly unknown[] {
    const { channel } = listener;
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
    const wires = this.write(listener, dialect, standing);
    this.copies.push({ dialect, channel, viewer, place, name, wires });
    return wires;
  }

  /** A dialect that fails at it keeps nobody else from hearing, nor these from hearing what comes next. */
  private write(listener: Listener, dialect: Dialect, standing: Standing): readonly unknown[] {
    try {
      return this.frames(dialect, standing).map((frame) => listener.channel.encode(frame));
    } catch (defect) {
      listener.failed(defect, dialect);
      return [];
    }
  }
}
