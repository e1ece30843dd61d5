import type { IndicateTyping } from '../../../../application/use-cases/indicate-typing.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { Caller } from '../../gateway/dialect.js';

/** Asks for it by the name that the connection has for the conversation, which need not be read where it is followed. */
export const typingIndication =
  (indicateTyping: IndicateTyping, typing: boolean) =>
  ({ actor, called, followed }: Caller, name: ConversationId): ReturnType<IndicateTyping> => {
    const conversationId = called(name);
    return indicateTyping(actor, { conversationId, typing, followed: followed(conversationId) });
  };
