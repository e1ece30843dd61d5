import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import { assigneeOf } from '../../domain/decide/decision.js';
import { handOver, type HandOverFailure } from '../../domain/decide/hand-over.js';
import { notAllowed, type Unavailable, type ValidationFailed } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import { optionalText } from '../../domain/message-text.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import type { AgentDirectory } from '../ports/agent-directory.js';

export interface HandOverInput {
  readonly conversationId: ConversationId;
  readonly agentId: string;
  readonly reason: string | null;
}

export type HandOverConversationFailure = HandOverFailure | ValidationFailed | Unavailable;

export type HandOverConversation = (
  actor: Actor,
  input: HandOverInput,
) => TaskEither<HandOverConversationFailure, Conversation>;

export interface HandOverConversationDeps {
  readonly changes: ConversationChanges;
  readonly agents: AgentDirectory;
}

/** Passes a conversation to an agent whom the directory knows. */
export const handOverConversation =
  ({ changes, agents }: HandOverConversationDeps): HandOverConversation =>
  (actor, input) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const reason = optionalText(input.reason, 'reason');
    if (isLeft(reason)) return reason;
    const agent = await agents.find(input.agentId)();
    if (isLeft(agent)) return agent;
    const to = isNone(agent.right) ? null : assigneeOf(agent.right.value);
    const command = { to, reason: reason.right };
    const changed = await changes.change(input.conversationId, (state) =>
      handOver(state, command, actor),
    )();
    return isLeft(changed) ? changed : right(changed.right.conversation);
  };
