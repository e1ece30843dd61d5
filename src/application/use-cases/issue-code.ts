import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { canRead } from '../../domain/access.js';
import { type Actor, type Customer, type Guest, isStaff, noProfile } from '../../domain/actor.js';
import type { Channel } from '../../domain/channel.js';
import { type Conversation, isOpen, ownerKey } from '../../domain/conversation.js';
import { postCode } from '../../domain/decide/post-code.js';
import {
  type AccessDenied,
  type ConversationClosed,
  conversationClosed,
  invalid,
  notAllowed,
  type NotFound,
  notYours,
  type RateLimited,
  type Unavailable,
  unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import { isGuestId } from '../../domain/guest-id.js';
import { type ConversationId, type Instant, toMessageId } from '../../domain/ids.js';
import { idFault } from '../../domain/person-id.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import { type AuthCodes, CODE_TIME, type NewCode } from '../ports/auth-codes.js';
import type { Clock } from '../ports/clock.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { IdGenerator } from '../ports/id-generator.js';
import type { GetConversation } from './get-conversation.js';
import type { GetOrStartConversation } from './get-or-start-conversation.js';

export interface IssueCodeInput {
  /** Whom the code is bound to: one of the two, or nobody. */
  readonly userId: string | null;
  /** In its public form. */
  readonly guestId: string | null;
  readonly conversationId: ConversationId | null;
  /** At most `MAX_DEVICE_INFO` characters. */
  readonly deviceInfo: string | null;
  /** The channel of the onboarding conversation that the code goes to where none is named. */
  readonly channel: Channel;
}

export interface IssuedCode {
  readonly digits: string;
  readonly expiresAt: Instant;
  /** `null` where the code went to nobody. */
  readonly conversation: Conversation | null;
}

export type IssueCodeFailure =
  ValidationFailed | AccessDenied | NotFound | ConversationClosed | RateLimited | Unavailable;

export type IssueCode = (
  actor: Actor,
  input: IssueCodeInput,
) => TaskEither<IssueCodeFailure, IssuedCode>;

export interface IssueCodeDeps {
  readonly changes: ConversationChanges;
  readonly codes: AuthCodes;
  readonly codeDigits: CodeDigits;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly getConversation: GetConversation;
  readonly getOrStartConversation: GetOrStartConversation;
}

export const MAX_DEVICE_INFO = 2_000;

/** Digits that a live code has are drawn again; among a hundred thousand live ones so many never come one after the other. */
const MAX_DRAWS = 20;

type Named = Customer | Guest;

const namedIn = ({ userId, guestId }: IssueCodeInput): Either<ValidationFailed, Named | null> => {
  if (userId !== null && guestId !== null) {
    return left(invalid('guestId', 'Must not be there beside userId'));
  }
  if (guestId !== null) {
    return isGuestId(guestId)
      ? right({ kind: 'guest', id: guestId, profile: noProfile })
      : left(invalid('guestId', 'Must be the public form of a guest’s id'));
  }
  if (userId === null) return right(null);
  const fault = idFault(userId);
  return fault === null
    ? right({ kind: 'customer', id: userId, profile: noProfile })
    : left(invalid('userId', `${fault.charAt(0).toUpperCase()}${fault.slice(1)}`));
};

/** Makes a code, keeps it, and then posts it to whom it is for. */
export const issueCode = (deps: IssueCodeDeps): IssueCode => {
  const { changes, codes, codeDigits, clock, ids, getConversation, getOrStartConversation } = deps;

  /** Where the code is posted; `null` for nowhere. */
  const placeOf = async (
    actor: Actor,
    named: Named | null,
    { conversationId, channel }: IssueCodeInput,
  ): Promise<Either<IssueCodeFailure, Conversation | null>> => {
    if (conversationId !== null) {
      const found = await getConversation(actor, conversationId)();
      if (isLeft(found) || named === null) return found;
      if (ownerKey(found.right.owner) === ownerKey(named)) return found;
      const field = named.kind === 'guest' ? 'guestId' : 'userId';
      return left(invalid(field, 'Must be whose conversation it is'));
    }
    if (named === null) return right(null);
    const own = await getOrStartConversation(named, {
      channel,
      type: 'onboarding',
      subject: null,
      isNewcomer: false,
      address: null,
    })();
    if (isLeft(own)) return own;
    // Asked before the code is kept: what is refused voids nothing.
    return canRead(actor, own.right.conversation) ? right(own.right.conversation) : left(notYours);
  };

  const keep = async (
    wish: Pick<NewCode, 'target' | 'isBound' | 'deviceInfo'>,
    now: Instant,
  ): Promise<Either<Unavailable, { readonly id: string; readonly digits: string }>> => {
    for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
      const id = ids.next();
      const digits = codeDigits.digitsOf(id);
      const kept = await codes.keep({ ...wish, id, key: codeDigits.keyOf(digits) }, now)();
      if (isLeft(kept)) return kept;
      if (kept.right === 'kept') return right({ id, digits });
    }
    return left(unavailable);
  };

  return (actor, input) => async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const named = namedIn(input);
    if (isLeft(named)) return named;
    if ((input.deviceInfo?.length ?? 0) > MAX_DEVICE_INFO) {
      return left(invalid('deviceInfo', `Must be at most ${MAX_DEVICE_INFO} characters`));
    }
    const place = await placeOf(actor, named.right, input);
    if (isLeft(place)) return place;
    const conversation = place.right;
    if (conversation !== null && !isOpen(conversation)) return left(conversationClosed);

    const now = clock.now();
    const target = conversation === null ? null : ownerKey(conversation.owner);
    const { deviceInfo } = input;
    const kept = await keep({ target, isBound: named.right !== null, deviceInfo }, now);
    if (isLeft(kept)) return kept;
    const { id: codeId, digits } = kept.right;
    const issued = { digits, expiresAt: now + CODE_TIME };
    if (conversation === null) return right({ ...issued, conversation });
    const command = { id: toMessageId(ids.next()), codeId, addressee: conversation.owner };
    const posted = await changes.change(conversation.id, (state) =>
      postCode(state, command, actor),
    )();
    return isLeft(posted) ? posted : right({ ...issued, conversation: posted.right.conversation });
  };
};
