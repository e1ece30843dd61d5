import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../domain/failure.js';
import type { AgentDirectory } from './agent-directory.js';
import type { AuthCodes } from './auth-codes.js';
import type { ConversationLog } from './conversation-log.js';
import type { ConversationQueries } from './conversation-queries.js';
import type { LogFeed } from './log-feed.js';
import type { ReadMarks } from './read-marks.js';
import type { Sessions } from './sessions.js';

/** The ports that one database stands behind. */
export interface Store {
  readonly log: ConversationLog;
  readonly queries: ConversationQueries;
  readonly feed: LogFeed;
  readonly agents: AgentDirectory;
  readonly sessions: Sessions;
  readonly reads: ReadMarks;
  readonly codes: AuthCodes;
  /** Whether it answers just now; once closed it does not. */
  health(): TaskEither<Unavailable, void>;
  /** After every append that was asked for has been answered. */
  close(): Promise<void>;
}
