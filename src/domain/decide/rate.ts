import { left, right } from 'fp-ts/lib/Either.js';
import { isOwner } from '../access.js';
import type { Actor } from '../actor.js';
import { type Conversation, isOpen } from '../conversation.js';
import {
  type AccessDenied,
  type AlreadyRated,
  invalid,
  type NotClosed,
  notYoursToRate,
  type ValidationFailed,
} from '../failure.js';
import { type Decision } from './decision.js';

export interface Rate {
  /** 1 to 5, whole. */
  readonly stars: number;
  readonly feedback: string | null;
}

/** In the words of document 004. */
export const RATING_RANGE = 'Rating must be between 1 and 5';

export type RateFailure = AccessDenied | NotClosed | AlreadyRated | ValidationFailed;

/** The owner, once, when it is closed. */
export const rate = (state: Conversation, command: Rate, actor: Actor): Decision<RateFailure> => {
  if (!isOwner(actor, state)) return left(notYoursToRate);
  if (!Number.isInteger(command.stars) || command.stars < 1 || command.stars > 5) {
    return left(invalid('rating', RATING_RANGE));
  }
  if (isOpen(state)) return left({ kind: 'NotClosed' });
  if (state.rating !== null) return left({ kind: 'AlreadyRated' });
  return right([
    {
      type: 'rated',
      stars: command.stars,
      feedback: command.feedback,
    },
  ]);
};
