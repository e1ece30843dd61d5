import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { map } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../domain/failure.js';
import type { Instant } from '../domain/ids.js';
import { onlineFor } from './audience.js';
import type { Clock } from './ports/clock.js';
import type { OnlinePerson, Presence } from './ports/presence.js';

/** Milliseconds for which a list holds where nobody comes or goes: when people were seen last moves with each heartbeat. */
const KEPT_FOR = 1_000;

/** Who is online, as each may know it. */
export interface OnlineViews {
  readonly forStaff: readonly OnlinePerson[];
  readonly forOthers: readonly OnlinePerson[];
}

type Found = Either<Unavailable, OnlineViews>;

interface Kept {
  readonly since: Instant;
  readonly found: Promise<Found>;
}

export interface KeptOnlineDeps {
  readonly presence: Pick<Presence, 'present' | 'subscribe'>;
  readonly clock: Clock;
}

/** Who is online, read once for all who ask in a while: anybody may ask as often as he likes, and the list is of everybody. */
export class KeptOnline {
  private kept: Kept | null = null;

  constructor(private readonly deps: KeptOnlineDeps) {
    deps.presence.subscribe(({ kind }) => {
      if (kind === 'online') this.forget();
    });
  }

  /** Somebody has come or gone: whoever asks from now on sees it. */
  forget(): void {
    this.kept = null;
  }

  readonly views = (): Promise<Found> => {
    const age = this.deps.clock.now() - (this.kept?.since ?? -Infinity);
    if (this.kept !== null && age >= 0 && age < KEPT_FOR) return this.kept.found;
    return this.read();
  };

  private read(): Promise<Found> {
    const { presence, clock } = this.deps;
    const since = clock.now();
    const found = map((people: readonly OnlinePerson[]) => ({
      forStaff: onlineFor(true, people),
      forOthers: onlineFor(false, people),
    }))(presence.present())();
    const kept = { since, found };
    this.kept = kept;
    const drop = (): void => {
      if (this.kept === kept) this.forget();
    };
    found.then((views) => isLeft(views) && drop(), drop);
    return found;
  }
}
