import type * as fc from 'fast-check';
import type { ConversationLog } from '../../src/application/ports/conversation-log.js';
import type { Turn } from '../../src/application/ports/turn.js';

/** Each call reaches the log, and its answer the caller, when the scheduler likes. */
export const slowLog = (log: ConversationLog, scheduler: fc.Scheduler): ConversationLog => {
  const slowly =
    <A>(label: string, task: () => Promise<A>) =>
    async (): Promise<A> => {
      await scheduler.schedule(Promise.resolve(), label);
      const answer = await task();
      await scheduler.schedule(Promise.resolve(), `${label} answered`);
      return answer;
    };
  return {
    ...log,
    append: (batch) => slowly('append', log.append(batch)),
    load: (id) => slowly('load', log.load(id)),
    findMessage: (...name) => slowly('findMessage', log.findMessage(...name)),
  };
};

/** A turn ends when the scheduler likes. */
export const slowTurn = (scheduler: fc.Scheduler, label: string): Turn => ({
  atEnd: (work) => void scheduler.schedule(Promise.resolve(), label).then(work),
});
