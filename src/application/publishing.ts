import type { BusMessage, EventBus } from './ports/event-bus.js';
import type { Logger } from './ports/logger.js';

export type Publish = (message: BusMessage) => void;

/** The bus may lose: what it fails at is on record, and nobody is kept from anything by it. */
export const publishing =
  (bus: Pick<EventBus, 'publish'>, logger: Logger): Publish =>
  (message) => {
    try {
      bus.publish(message);
    } catch (error) {
      if (message.kind === 'changed') {
        const { id: conversationId, lastSeq } = message.conversation;
        logger.error('publishing a change failed', { error, conversationId, lastSeq });
      } else {
        const { kind } = message;
        const about = kind === 'disconnect' ? {} : { conversationId: message.conversationId };
        logger.error('publishing a signal failed', { error, kind, ...about });
      }
    }
  };
