import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { type Conversation, openSlot, ownerKey } from '../../domain/conversation.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Changed, LaneCommand, Refuse } from './lane-command.js';

/** A command whose turn has not come. */
export interface Waiting {
  readonly command: LaneCommand;
  /** When it came, as `LaneState` counts: a refusal stands only on a state that is newer. */
  readonly mark: number;
  /** Appends of it that the store refused. */
  refusals: number;
  /** Whether one of those was refused for a repetition, and it was not this command's. */
  vetted: boolean;
}

/** A command with its answer, which it gets when what it was decided on is committed. */
export interface Decided {
  readonly waiting: Waiting;
  readonly before: Conversation | undefined;
  readonly answer: Either<Refuse, Changed>;
}

export const eventsOf = ({ answer }: Decided): readonly ConversationEvent[] =>
  isLeft(answer) ? [] : answer.right.events;

/** A refusal, or “as it is already”: what another state might have had another answer for. */
export const changesNothing = ({ answer }: Decided): boolean =>
  isLeft(answer) || (answer.right.events.length === 0 && answer.right.repeated === null);

/** Whether it gave the conversation an owner or a slot that it did not have. */
export const hasMoved = ({ before, answer }: Decided): boolean => {
  if (isLeft(answer)) return false;
  const { conversation } = answer.right;
  return (
    before === undefined ||
    openSlot(before) !== openSlot(conversation) ||
    ownerKey(before.owner) !== ownerKey(conversation.owner)
  );
};

/** Gives the answer as it is. */
export const say = ({ waiting: { command }, answer }: Decided): void => {
  if (isLeft(answer)) answer.left();
  else command.answer(answer);
};
