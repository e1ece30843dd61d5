import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { TextMessage } from '../domain/conversation-event.js';
import { type MessageName, messageName } from '../domain/message-name.js';
import type { Changed, LaneCommand } from './lane-command.js';

/** A command whose turn has not come. */
export interface Waiting {
  readonly command: LaneCommand<unknown>;
  nameIsNew: boolean;
  refusals: number;
}

/** A command with its answer, which it gets when what it was decided on is committed. */
export interface Decided {
  readonly waiting: Waiting;
  readonly answer: Either<unknown, Changed>;
}

export const hasEvents = ({ answer }: Decided): boolean =>
  !isLeft(answer) && answer.right.events.length > 0;

/** The message of that name among what is decided and not committed yet. */
export const messageNamed = (
  { sender, clientMessageId }: MessageName,
  ...batches: readonly (readonly Decided[])[]
): TextMessage | null => {
  for (const { answer } of batches.flat()) {
    if (isLeft(answer)) continue;
    for (const event of answer.right.events) {
      if (event.type !== 'messagePosted' || event.kind === 'auth_code') continue;
      const name = messageName(event);
      if (name?.clientMessageId === clientMessageId && name.sender === sender) return event;
    }
  }
  return null;
};
