import type { AgentDirectory } from './agent-directory.js';
import type { ConversationLog } from './conversation-log.js';
import type { ConversationQueries } from './conversation-queries.js';

/** The ports that one database stands behind. */
export interface Store {
  readonly log: ConversationLog;
  readonly queries: ConversationQueries;
  readonly agents: AgentDirectory;
  /** After every append that was asked for has been answered. */
  close(): Promise<void>;
}
