import { map } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../domain/failure.js';
import { onlineFor } from './audience.js';
import { Kept } from './kept.js';
import type { Clock } from './ports/clock.js';
import type { OnlinePerson, Presence } from './ports/presence.js';

/** Who is online, as each may know it. */
export interface OnlineViews {
  readonly forStaff: readonly OnlinePerson[];
  readonly forOthers: readonly OnlinePerson[];
}

export interface KeptOnlineDeps {
  readonly presence: Pick<Presence, 'present' | 'subscribe'>;
  readonly clock: Clock;
}

export type KeptOnline = Kept<Unavailable, OnlineViews>;

/** Who is online, until somebody comes or goes; when people were seen last moves with each heartbeat, and is a second old at most. */
export const keptOnline = ({ presence, clock }: KeptOnlineDeps): KeptOnline => {
  const read = map((people: readonly OnlinePerson[]) => ({
    forStaff: onlineFor(true, people),
    forOthers: onlineFor(false, people),
  }));
  const kept = new Kept(() => read(presence.present())(), clock);
  presence.subscribe(({ kind }) => {
    if (kind === 'online') kept.forget();
  });
  return kept;
};
