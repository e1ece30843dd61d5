import type { Conversation } from '../../../domain/conversation.js';
import type { ConversationEvent } from '../../../domain/conversation-event.js';
import { News } from './news.js';

/** An event of a conversation, on its way to those who may see it. */
export interface Happening {
  readonly event: ConversationEvent;
  /** By which it is decided who they are: a state that is no older than the event. */
  readonly conversation: Conversation;
  readonly news: News;
  /** Whether it is a code that is live no longer. */
  readonly isOver: boolean;
}

export const happening = (
  event: ConversationEvent,
  conversation: Conversation,
  isOver = false,
): Happening => ({
  event,
  conversation,
  isOver,
  news: new News((dialect, standing) => dialect.frames(event, conversation, standing)),
});
