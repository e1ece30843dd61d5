import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone, isSome } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Guest, personKey } from '../../domain/actor.js';
import { type Conversation, slotOf } from '../../domain/conversation.js';
import { adopt, alias, keep } from '../../domain/decide/adopt.js';
import {
  type AccessDenied,
  noConversation,
  type NotFound,
  notYours,
  type Unavailable,
  unavailable,
} from '../../domain/failure.js';
import { issuedAt } from '../../domain/guest-id.js';
import type { ConversationId } from '../../domain/ids.js';
import { isAdoptable, NEWCOMER_TIME } from '../../domain/newcomer.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';

export interface Adoption {
  /** Who the guest is from now on. */
  readonly guest: Guest;
  /** What he goes on with. */
  readonly conversation: Conversation;
  /** Whether what he asked for only stands for it. */
  readonly isAlias: boolean;
}

export type AdoptConversationFailure = AccessDenied | NotFound | Unavailable;

export type AdoptConversation = (
  guest: Guest,
  id: ConversationId,
) => TaskEither<AdoptConversationFailure, Adoption>;

export interface AdoptConversationDeps {
  readonly changes: ConversationChanges;
  readonly log: ConversationLog;
  readonly queries: ConversationQueries;
  readonly clock: Clock;
}

type Attempt = Either<AdoptConversationFailure, Adoption>;

/** His slot may be taken and left again meanwhile, but not for ever. */
const MAX_ATTEMPTS = 10;

interface SlotTaken {
  readonly kind: 'SlotTaken';
}

/**
 * Brings a guest and the conversation of a newcomer together (design, section 5: the widget of document 001):
 * a guest who is as new, and owns nothing, becomes its owner; one who is known goes on with his own open
 * conversation, for which this one stands from then on; if he has none, this one becomes his.
 */
export const adoptConversation = (deps: AdoptConversationDeps): AdoptConversation => {
  const { changes, log, queries, clock } = deps;

  const asItsOwner = (guest: Guest, conversation: Conversation): Attempt => {
    const owner = { ...guest, id: conversation.owner.id };
    return right({ guest: owner, conversation, isAlias: false });
  };

  const become = async (guest: Guest, { id }: Conversation): Promise<Attempt> => {
    const changed = await changes.change(id, (state, now) =>
      adopt(state, state.owner, now, guest.id),
    )();
    return isLeft(changed) ? changed : asItsOwner(guest, changed.right.conversation);
  };

  const take = async (
    guest: Guest,
    { id }: Conversation,
  ): Promise<Either<AdoptConversationFailure | SlotTaken, Adoption>> => {
    const owner = { kind: guest.kind, id: guest.id };
    const slotTaken: SlotTaken = { kind: 'SlotTaken' };
    const changed = await changes.change(id, (state, now) => adopt(state, owner, now), {
      slotTaken,
    })();
    if (isLeft(changed)) return changed;
    return right({ guest, conversation: changed.right.conversation, isAlias: false });
  };

  /** `null` where what was his is so no longer. */
  const keepOwn = async (
    { kind, id }: Guest,
    own: ConversationId,
  ): Promise<Either<NotFound | Unavailable, Conversation | null>> => {
    const kept = await changes.change(own, (state) => keep(state, { kind, id }))();
    if (!isLeft(kept)) return right(kept.right.conversation);
    return kept.left.kind === 'AccessDenied' ? right(null) : left(kept.left);
  };

  const standFor = async (
    guest: Guest,
    { id }: Conversation,
    own: Conversation,
  ): Promise<Attempt> => {
    const changed = await changes.change(id, (state, now) => alias(state, own.id, now))();
    return isLeft(changed) ? changed : right({ guest, conversation: own, isAlias: true });
  };

  const goOn = async (guest: Guest, fresh: Conversation): Promise<Attempt> => {
    if (fresh.messageCount > 0) return left(notYours);
    const slot = slotOf(fresh.channel, personKey(guest), fresh.type);
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
      const found = await log.findOpen(slot)();
      if (isLeft(found)) return found;
      if (isSome(found.right)) {
        const own = await keepOwn(guest, found.right.value);
        if (isLeft(own)) return own;
        if (own.right !== null) return standFor(guest, fresh, own.right);
        continue;
      }
      const taken = await take(guest, fresh);
      if (!isLeft(taken)) return taken;
      if (taken.left.kind !== 'SlotTaken') return left(taken.left);
    }
    return left(unavailable);
  };

  const isIssuedJustNow = (id: string): boolean => {
    const issued = issuedAt(id);
    return issued !== null && clock.now() < issued + NEWCOMER_TIME;
  };

  const isNew = async (guest: Guest): Promise<Either<Unavailable, boolean>> => {
    if (!isIssuedJustNow(guest.id)) return right(false);
    const owned = await queries.owned(personKey(guest), { page: 1, limit: 1 })();
    return isLeft(owned) ? owned : right(owned.right.total === 0);
  };

  return (guest, id) => async () => {
    const found = await log.load(id)();
    if (isLeft(found)) return found;
    if (isNone(found.right)) return left(noConversation);
    const fresh = found.right.value;
    // He has come to it before, and may have left before he heard who he is.
    if (fresh.cameAs === guest.id) return asItsOwner(guest, fresh);
    if (!isAdoptable(fresh, clock.now())) return left(notYours);
    const isNewcomer = await isNew(guest);
    if (isLeft(isNewcomer)) return isNewcomer;
    if (!isNewcomer.right) return goOn(guest, fresh);
    // Nobody becomes a guest who was one before: that one may own more than this.
    return isIssuedJustNow(fresh.owner.id) ? become(guest, fresh) : left(notYours);
  };
};
