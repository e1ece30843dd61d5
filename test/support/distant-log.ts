import type { ConversationLog } from '../../src/application/ports/conversation-log.js';
import type { Air } from './air.js';

type Operation = 'append' | 'load' | 'read' | 'findMessage';

/** A log at a distance: it does at once what it is asked, and its slow answers come when the test says so. */
export const distantLog = (
  log: ConversationLog,
  air: Air,
  isSlow: (operation: Operation) => boolean,
): ConversationLog => {
  let slow = 0;
  const later =
    <A>(operation: Operation, task: () => Promise<A>) =>
    async (): Promise<A> => {
      const answer = await task();
      if (!isSlow(operation)) return answer;
      slow += 1;
      const way = air.way(`answer ${slow}`);
      await new Promise<void>((arrive) => way.atEnd(arrive));
      return answer;
    };
  return {
    ...log,
    append: (batch) => later('append', log.append(batch)),
    load: (id) => later('load', log.load(id)),
    read: (...range) => later('read', log.read(...range)),
    findMessage: (...name) => later('findMessage', log.findMessage(...name)),
  };
};
