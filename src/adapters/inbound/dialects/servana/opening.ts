import type {
  StartConversation,
  StartConversationInput,
} from '../../../../application/use-cases/start-conversation.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Actor } from '../../../../domain/actor.js';
import { channel } from './channel.js';

/** By event and by request alike: it is empty at first. */
export const openChatGroup =
  ({ startConversation }: Pick<UseCases, 'startConversation'>) =>
  (
    actor: Actor,
    { departmentId, subject }: Pick<StartConversationInput, 'departmentId' | 'subject'>,
  ): ReturnType<StartConversation> =>
    startConversation(actor, {
      channel,
      type: 'general',
      subject,
      departmentId,
      deviceMetadata: null,
      message: null,
    });
