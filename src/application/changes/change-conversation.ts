import { type Either, isLeft, left } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Conversation } from '../../domain/conversation.js';
import type { Decision } from '../../domain/decide/decision.js';
import { noConversation, type NotFound, type Unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';
import type { MessageName } from '../../domain/message-name.js';
import type { ConversationLane } from './conversation-lane.js';
import { endOfTurnAppender } from './end-of-turn-appender.js';
import type { Changed } from './lane-command.js';
import { Lanes } from './lanes.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { EventBus } from '../ports/event-bus.js';
import type { Logger } from '../ports/logger.js';
import { type Metrics, noMetrics } from '../ports/metrics.js';
import type { Turn } from '../ports/turn.js';
import { publishing } from '../publishing.js';

export interface ChangeConversationDeps {
  readonly log: ConversationLog;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly turn: Turn;
  readonly logger: Logger;
  readonly metrics?: Pick<Metrics, 'watch'>;
}

export interface ChangeOptions<F> {
  /** Makes it idempotent: a stored message of that name is the answer. */
  readonly name?: MessageName | null;
  /** What it hears where another open conversation has the place that it moves to. */
  readonly slotTaken?: F;
  /** What it hears where another conversation has the number of the ticket that it opens. */
  readonly ticketTaken?: F;
  /** Called once, at once, when it has taken its place in the conversation's order. */
  readonly entered?: (() => void) | undefined;
}

/** An opening that the store refused; who opens knows where to look next. */
export interface OpeningRefused {
  readonly kind: 'OpeningRefused';
  readonly because: 'slotTaken' | 'ticketTaken' | 'repeated';
}

/** The one path of every change: load, decide, append, decide again on a taken `seq`, publish; an alias is what it stands for. */
export interface ConversationChanges {
  change<F, S = never>(
    id: ConversationId,
    decide: (state: Conversation, now: Instant) => Decision<F>,
    options?: ChangeOptions<S>,
  ): TaskEither<F | S | NotFound | Unavailable, Changed>;

  /** Opens a conversation under an id that was made for it. */
  open<F>(
    id: ConversationId,
    decide: (now: Instant) => Decision<F>,
  ): TaskEither<F | Unavailable | OpeningRefused, Changed>;
}

/** It is an alias: what is asked of it is to be asked of another one. */
class Redirected {
  constructor(readonly to: ConversationId) {}
}

/** A command for a lane, with failures of its own. */
interface Request<F> {
  readonly decide: (state: Conversation | undefined, now: Instant) => Decision<F>;
  readonly name: MessageName | null;
  readonly slotTaken: F | null;
  readonly ticketTaken: F | null;
  readonly repeated: F | null;
}

const openingRefused = (because: OpeningRefused['because']): OpeningRefused => ({
  kind: 'OpeningRefused',
  because,
});

export const changeConversation = (deps: ChangeConversationDeps): ConversationChanges => {
  const lanes = new Lanes({
    log: deps.log,
    publish: publishing(deps.bus, deps.logger),
    now: () => deps.clock.now(),
    schedule: endOfTurnAppender(deps),
  });
  /** Taken in, and not answered. */
  let commands = 0;
  const settling =
    <A>(settle: (how: A) => void) =>
    (how: A): void => {
      commands -= 1;
      settle(how);
    };
  (deps.metrics ?? noMetrics).watch('commands', () => commands);
  deps.bus.subscribe((message) => {
    if (message.kind !== 'changed') return;
    lanes.find(message.conversation.id)?.learn(message.conversation);
  });

  const submit = <F>(
    lane: ConversationLane,
    { decide, name, slotTaken, ticketTaken, repeated }: Request<F>,
  ): Promise<Either<F | Unavailable, Changed>> =>
    new Promise((resolve, reject) => {
      const answer = settling((result: Either<F | Unavailable, Changed>): void => {
        if (isLeft(result)) lanes.forgetEmpty(lane);
        resolve(result);
      });
      const refusal = (failure: F) => () => answer(left(failure));
      commands += 1;
      lane.submit({
        decide: (state, now) => {
          const decision = decide(state, now);
          return isLeft(decision) ? left(refusal(decision.left)) : decision;
        },
        name,
        slotTaken: slotTaken === null ? null : refusal(slotTaken),
        ticketTaken: ticketTaken === null ? null : refusal(ticketTaken),
        repeated: repeated === null ? null : refusal(repeated),
        answer,
        reject: settling(reject),
      });
    });

  return {
    change:
      <F, S>(
        id: ConversationId,
        decide: (state: Conversation, now: Instant) => Decision<F>,
        { name = null, slotTaken, ticketTaken, entered }: ChangeOptions<S> = {},
      ) =>
      () => {
        const at = async (
          place: ConversationId,
        ): Promise<Either<F | S | NotFound | Unavailable, Changed>> => {
          const answer = submit<F | S | NotFound | Redirected>(lanes.of(place, false), {
            decide: (state, now) => {
              if (state === undefined) return left(noConversation);
              return state.aliasOf === null
                ? decide(state, now)
                : left(new Redirected(state.aliasOf));
            },
            name,
            slotTaken: slotTaken ?? null,
            ticketTaken: ticketTaken ?? null,
            repeated: null,
          });
          if (place === id) entered?.();
          const result = await answer;
          if (!isLeft(result)) return result;
          const { left: failure } = result;
          if (!(failure instanceof Redirected)) return left(failure);
          // What an alias stands for is none; were it one, going on might never end.
          return place === id ? at(failure.to) : left(noConversation);
        };
        return at(id);
      },

    open:
      <F>(id: ConversationId, decide: (now: Instant) => Decision<F>) =>
      () =>
        submit<F | OpeningRefused>(lanes.of(id, true), {
          decide: (state, now) => {
            if (state !== undefined) throw new Error(`${id} was made twice`);
            return decide(now);
          },
          name: null,
          slotTaken: openingRefused('slotTaken'),
          ticketTaken: openingRefused('ticketTaken'),
          repeated: openingRefused('repeated'),
        }),
  };
};
