import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Staff } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';

/** Agents and admins, known by the tokens that they came with; once seen, known over restarts. */
export interface AgentDirectory {
  /** What the token that was used last says of name, email, role and departments is what counts. */
  remember(staff: Staff): TaskEither<Unavailable, void>;

  find(id: string): TaskEither<Unavailable, Option<Staff>>;

  /**
   * Everybody, page by page, in an order of the store's own: at most `limit` of those after the one with
   * this id, who was the last of the page before; `null` is before all. Who is remembered meanwhile may be
   * left out.
   */
  list(after: string | null, limit: number): TaskEither<Unavailable, readonly Staff[]>;
}
