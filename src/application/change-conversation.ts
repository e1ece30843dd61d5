import { type Either, isLeft, left } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Conversation } from '../domain/conversation.js';
import type { Decision } from '../domain/decide/decision.js';
import { noConversation, type NotFound, type Unavailable } from '../domain/failure.js';
import type { ConversationId, Instant } from '../domain/ids.js';
import { ConversationLane, type LaneDeps } from './conversation-lane.js';
import type { MessageName } from '../domain/message-name.js';
import type { Changed, OpeningRefused } from './lane-command.js';
import type { Clock } from './ports/clock.js';
import type { Append, AppendOutcome, ConversationLog } from './ports/conversation-log.js';
import type { EventBus } from './ports/event-bus.js';
import type { Turn } from './ports/turn.js';

export interface ChangeConversationDeps {
  readonly log: ConversationLog;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly turn: Turn;
}

/** The one path of every change: load, decide, append, decide again on a taken `seq`, publish. */
export interface ConversationChanges {
  /** Changes what exists. `name` makes it idempotent: a stored message of that name is the answer. */
  change<F>(
    id: ConversationId,
    decide: (state: Conversation, now: Instant) => Decision<F>,
    name?: MessageName | null,
  ): TaskEither<F | NotFound | Unavailable, Changed>;

  /** Opens a conversation under an id that was made for it. */
  open<F>(
    id: ConversationId,
    decide: (now: Instant) => Decision<F>,
  ): TaskEither<F | Unavailable | OpeningRefused, Changed>;
}

/** Conversations whose state is kept in memory; more are read from the store when needed. */
const MAX_LANES = 10_000;

interface Taken {
  readonly lane: ConversationLane;
  readonly append: Append;
}

/** Collects what the lanes have pending and appends it in one call at the end of each turn. */
const endOfTurnAppender = (log: ConversationLog, turn: Turn): LaneDeps['schedule'] => {
  let due = new Set<ConversationLane>();

  const settle = (taken: readonly Taken[], outcomes: readonly AppendOutcome[]): void => {
    const defects: unknown[] = [];
    taken.forEach(({ lane, append }, index) => {
      const outcome = outcomes[index];
      try {
        if (outcome === undefined) lane.crash(new Error('the log gave no outcome for an append'));
        else lane.settle(append, outcome);
      } catch (defect) {
        defects.push(defect);
      }
    });
    // A bug in one conversation is thrown on only when all the others have their answers.
    if (defects.length > 0) throw new AggregateError(defects, 'settling an append failed');
  };

  const flush = (): void => {
    const lanes = due;
    due = new Set();
    const taken: Taken[] = [];
    for (const lane of lanes) {
      const append = lane.take();
      if (append !== null) taken.push({ lane, append });
    }
    if (taken.length === 0) return;
    log
      .append(taken.map(({ append }) => append))()
      .then(
        (result) => {
          if (isLeft(result)) for (const { lane } of taken) lane.fail();
          else settle(taken, result.right);
        },
        (defect: unknown) => {
          for (const { lane } of taken) lane.crash(defect);
        },
      );
  };

  return (lane) => {
    if (due.size === 0) turn.atEnd(flush);
    due.add(lane);
  };
};

export const changeConversation = (deps: ChangeConversationDeps): ConversationChanges => {
  const lanes = new Map<ConversationId, ConversationLane>();
  const laneDeps: LaneDeps = {
    log: deps.log,
    bus: deps.bus,
    now: () => deps.clock.now(),
    schedule: endOfTurnAppender(deps.log, deps.turn),
  };

  /** The lane unused for longest is forgotten first; one at work stays. */
  const makeRoom = (): void => {
    if (lanes.size < MAX_LANES) return;
    for (const [id, lane] of lanes) {
      if (lane.idle) lanes.delete(id);
      if (lanes.size < MAX_LANES) return;
    }
  };

  const laneOf = (id: ConversationId, isNew: boolean): ConversationLane => {
    const known = lanes.get(id);
    if (known !== undefined) {
      lanes.delete(id);
      lanes.set(id, known);
      return known;
    }
    makeRoom();
    const lane = new ConversationLane(id, laneDeps, isNew);
    lanes.set(id, lane);
    return lane;
  };

  const run = <F>(
    id: ConversationId,
    isNew: boolean,
    decide: (state: Conversation | undefined, now: Instant) => Decision<F>,
    name: MessageName | null,
  ): Promise<Either<F | Unavailable | OpeningRefused, Changed>> =>
    new Promise((resolve, reject) => {
      const lane = laneOf(id, isNew);
      const answer = (result: Either<F | Unavailable | OpeningRefused, Changed>): void => {
        if (isLeft(result) && !lane.exists && lane.idle) lanes.delete(id);
        resolve(result);
      };
      lane.submit<F>({ decide, name, resolve: answer, reject });
    });

  return {
    change:
      <F>(
        id: ConversationId,
        decide: (state: Conversation, now: Instant) => Decision<F>,
        name: MessageName | null = null,
      ) =>
      () =>
        run<F | NotFound>(
          id,
          false,
          (state, now) => (state === undefined ? left(noConversation) : decide(state, now)),
          name,
        ) as Promise<Either<F | NotFound | Unavailable, Changed>>,

    open: (id, decide) => () =>
      run(
        id,
        true,
        (state, now) => {
          if (state !== undefined) throw new Error(`${id} was made twice`);
          return decide(now);
        },
        null,
      ),
  };
};
