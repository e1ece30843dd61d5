import { left, right } from 'fp-ts/lib/Either.js';
import { type Conversation, isOpen, ownerKey } from '../conversation.js';
import { type AccessDenied, notYours } from '../failure.js';
import type { ConversationId, Instant } from '../ids.js';
import { isAdoptable } from '../newcomer.js';
import type { Owner } from '../vocabulary.js';
import type { Decision } from './decision.js';

/**
 * Gives a newcomer's conversation to a guest for good: once, while it is new.
 * @param cameAs the id that he had until then, where it is another than the owner's
 */
export const adopt = (
  state: Conversation,
  owner: Owner,
  now: Instant,
  cameAs?: string,
): Decision<AccessDenied> =>
  isAdoptable(state, now)
    ? right([{ type: 'adopted', owner, ...(cameAs === undefined ? {} : { cameAs }) }])
    : left(notYours);

/** Has a newcomer's conversation in which nobody has said anything, and that has no ticket, stand for another: likewise. */
export const alias = (
  state: Conversation,
  of: ConversationId,
  now: Instant,
): Decision<AccessDenied> =>
  isAdoptable(state, now) && state.messageCount === 0 && state.ticket === null
    ? right([{ type: 'aliased', of }])
    : left(notYours);

/** Leaves to its owner what another is to stand for: it can become no alias itself, whoever is at it meanwhile. */
export const keep = (state: Conversation, owner: Owner): Decision<AccessDenied> => {
  if (!isOpen(state) || ownerKey(state.owner) !== ownerKey(owner)) return left(notYours);
  const isKept = state.newcomerUntil === null || state.isAdopted;
  return right(isKept ? [] : [{ type: 'adopted', owner }]);
};
