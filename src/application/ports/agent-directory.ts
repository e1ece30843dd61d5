import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Staff } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';

/** Agents and admins, known by the tokens that they came with; once seen, known over restarts. */
export interface AgentDirectory {
  /** What the token that was used last says of name, email, role and departments is what counts. */
  remember(staff: Staff): TaskEither<Unavailable, void>;

  find(id: string): TaskEither<Unavailable, Option<Staff>>;
}
