import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationLane } from './conversation-lane.js';
import type { Append, AppendOutcome, ConversationLog } from '../ports/conversation-log.js';
import type { Logger } from '../ports/logger.js';
import type { Turn } from '../ports/turn.js';

export interface EndOfTurnAppenderDeps {
  readonly log: ConversationLog;
  readonly turn: Turn;
  readonly logger: Logger;
}

interface Taken {
  readonly lane: ConversationLane;
  readonly append: Append;
}

type Appended = Either<Unavailable, readonly AppendOutcome[]>;

/** Collects what the lanes have pending and appends it in one call at the end of each turn. */
export const endOfTurnAppender = ({
  log,
  turn,
  logger,
}: EndOfTurnAppenderDeps): ((lane: ConversationLane) => void) => {
  let due = new Set<ConversationLane>();

  /** A bug in one conversation leaves all the others their answers. */
  const settle = ({ lane, append }: Taken, result: Appended, index: number): void => {
    try {
      if (isLeft(result)) return lane.fail();
      const outcome = result.right[index];
      if (outcome === undefined) throw new Error('the log gave no outcome for an append');
      lane.settle(append, outcome);
    } catch (error) {
      logger.error('settling an append failed', { error, conversationId: lane.id });
      lane.crash(error);
    }
  };

  const append = async (taken: readonly Taken[]): Promise<void> => {
    let result: Appended;
    try {
      result = await log.append(taken.map((one) => one.append))();
    } catch (defect) {
      for (const { lane } of taken) lane.crash(defect);
      return;
    }
    taken.forEach((one, index) => settle(one, result, index));
  };

  const flush = (): void => {
    const lanes = due;
    due = new Set();
    const taken: Taken[] = [];
    for (const lane of lanes) {
      const next = lane.endTurn();
      if (next !== null) taken.push({ lane, append: next });
    }
    if (taken.length > 0) void append(taken);
  };

  return (lane) => {
    if (due.size === 0) turn.atEnd(flush);
    due.add(lane);
  };
};
