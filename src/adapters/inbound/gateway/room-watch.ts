import { isLeft } from 'fp-ts/lib/Either.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { CountRooms, RoomCounts } from '../../../application/use-cases/count-rooms.js';
import type { Dialect } from './dialect.js';
import type { Listener } from './listener.js';
import { News } from './news.js';

/** Milliseconds. */
const INTERVAL = 1_000;

const isSame = (one: RoomCounts | null, other: RoomCounts): boolean =>
  one !== null &&
  one.open === other.open &&
  one.occupied === other.occupied &&
  one.people === other.people;

/** Tells those who have asked for it what goes on, whenever that changes; nothing is counted while nobody has. */
export class RoomWatch {
  private readonly watchers = new Map<Listener, Dialect>();
  private timer: NodeJS.Timeout | undefined;
  private last: RoomCounts | null = null;
  private isCounting = false;

  constructor(
    private readonly countRooms: CountRooms,
    private readonly logger: Logger,
    private readonly interval = INTERVAL,
  ) {}

  /** @param counts what he has just been told */
  add(listener: Listener, dialect: Dialect, counts: RoomCounts): void {
    if (this.watchers.size === 0) this.last = counts;
    // The others have been told something else, or will be.
    else if (!isSame(this.last, counts)) this.last = null;
    this.watchers.set(listener, dialect);
    this.timer ??= setInterval(() => void this.look(), this.interval).unref();
  }

  remove(listener: Listener): void {
    this.watchers.delete(listener);
    if (this.watchers.size === 0) this.close();
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const [first] = this.watchers.keys();
    if (first === undefined || this.isCounting) return;
    const { actor } = first;
    // His token has expired, or says something else by now.
    if (actor?.kind !== 'admin') {
      this.remove(first);
      return;
    }
    this.isCounting = true;
    try {
      const counted = await this.countRooms(actor)();
      if (isLeft(counted) || isSame(this.last, counted.right)) return;
      this.last = counted.right;
      this.tell(counted.right);
    } catch (error) {
      this.logger.error('what goes on could not be told', { error });
    } finally {
      this.isCounting = false;
    }
  }

  private tell(counts: RoomCounts): void {
    const news = new News((dialect) => dialect.roomFrames?.(counts) ?? []);
    for (const [listener, dialect] of this.watchers) {
      if (listener.actor?.kind !== 'admin') this.remove(listener);
      else news.tell(listener, dialect, { viewer: 'staff', place: 'elsewhere', name: '' });
    }
  }
}
