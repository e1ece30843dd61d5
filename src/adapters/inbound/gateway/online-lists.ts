import { isLeft } from 'fp-ts/lib/Either.js';
import { onlineFor } from '../../../application/audience.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { OnlinePerson, Presence } from '../../../application/ports/presence.js';
import { isStaff } from '../../../domain/actor.js';
import type { Listener } from './listener.js';
import { News } from './news.js';

/** Milliseconds between two lists, at least: each is of everybody, for everybody. */
const INTERVAL = 200;

/** The same for each person in it: a connection hears about 100 kB a second, of some 75 bytes a person. */
const INTERVAL_A_PERSON = 0.75;

export interface OnlineListsDeps {
  readonly presence: Pick<Presence, 'present'>;
  /** Everybody who is connected here. */
  readonly listeners: () => Iterable<Listener>;
  readonly logger: Logger;
  readonly interval?: number;
}

type Viewer = 'staff' | 'owner';

const VIEWERS: readonly Viewer[] = ['staff', 'owner'];

const peopleIn = (online: readonly OnlinePerson[]): string =>
  JSON.stringify(online.map(({ person }) => person).sort());

/** Tells everybody who is online, whenever that is somebody else as far as he may know, in dialects that have words for it. */
export class OnlineLists {
  private isDue = false;
  private size = 0;
  /** Who was online when that was told last. */
  private readonly told = new Map<Viewer, string>(VIEWERS.map((viewer) => [viewer, peopleIn([])]));
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly deps: OnlineListsDeps) {}

  changed(): void {
    this.isDue = true;
    if (this.pause === undefined) this.begin();
  }

  close(): void {
    clearTimeout(this.pause);
  }

  private begin(): void {
    this.isDue = false;
    const interval = Math.max(this.deps.interval ?? INTERVAL, this.size * INTERVAL_A_PERSON);
    this.pause = setTimeout(() => {
      this.pause = undefined;
      if (this.isDue) this.begin();
    }, interval).unref();
    this.tell().catch((error: unknown) => {
      this.deps.logger.error('who is online could not be told', { error });
    });
  }

  private async tell(): Promise<void> {
    const { presence, listeners, logger } = this.deps;
    const present = await presence.present()();
    if (isLeft(present)) {
      logger.warn('who is online could not be told', {});
      return;
    }
    this.size = present.right.length;
    const lists = this.newsIn(present.right);
    if (lists.size === 0) return;
    const news = new News(
      (dialect, { viewer }) =>
        dialect.onlineFrames?.(lists.get(viewer === 'staff' ? viewer : 'owner') ?? []) ?? [],
    );
    for (const listener of listeners()) {
      const { actor, dialects } = listener;
      if (actor === null) continue;
      const viewer = isStaff(actor) ? 'staff' : 'owner';
      if (!lists.has(viewer)) continue;
      for (const dialect of dialects) {
        news.tell(listener, dialect, { viewer, place: 'elsewhere', name: '' });
      }
    }
  }

  /** What each may know, where it is not what he has been told. */
  private newsIn(present: readonly OnlinePerson[]): ReadonlyMap<Viewer, readonly OnlinePerson[]> {
    const lists = new Map<Viewer, readonly OnlinePerson[]>();
    for (const viewer of VIEWERS) {
      const online = onlineFor(viewer === 'staff', present);
      const people = peopleIn(online);
      if (this.told.get(viewer) === people) continue;
      this.told.set(viewer, people);
      lists.set(viewer, online);
    }
    return lists;
  }
}
