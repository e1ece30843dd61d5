import { personKey } from '../../domain/actor.js';
import type { GoOnline, GoOnlineDeps } from './go-online.js';

/** He is there no longer by that connection; by others he may be. Nothing changes where he was not. */
export const goOffline =
  ({ presence }: GoOnlineDeps): GoOnline =>
  (person, { connection }) =>
    presence.vanished(personKey(person), connection);
