import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import type { Conversation } from '../../domain/conversation.js';
import type { NamedEntry } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { Changed, LaneCommand } from './lane-command.js';
import type { ConversationLog } from '../ports/conversation-log.js';

/** A state that has the message; `null` when it is not to count. */
type StateWith = (message: NamedEntry) => Promise<Either<Unavailable, Conversation | null>>;

/**
 * The messages of a conversation that are stored, by name. A command whose message is among them, or
 * cannot be looked for, is answered here; the others resolve to false, and are still to be answered.
 */
export class StoredMessages {
  constructor(
    private readonly log: ConversationLog,
    private readonly id: ConversationId,
  ) {}

  /** Counts what is stored now; a state that is known need not be loaded if it has the message. */
  answer(command: LaneCommand, known: Conversation | undefined): Promise<boolean> {
    return this.answerFrom(command, async ({ seq }) => {
      if (known !== undefined && seq <= known.lastSeq) return right(known);
      const loaded = await this.log.load(this.id)();
      if (isLeft(loaded)) return loaded;
      if (isNone(loaded.right)) throw new Error(`${this.id} has a message and no state`);
      return right(loaded.right.value);
    });
  }

  /** Counts what a state has: a message that was stored later came behind the command. */
  answerAsOf(state: Conversation, command: LaneCommand): Promise<boolean> {
    return this.answerFrom(command, ({ seq }) =>
      Promise.resolve(right(seq <= state.lastSeq ? state : null)),
    );
  }

  private async answerFrom(command: LaneCommand, stateWith: StateWith): Promise<boolean> {
    try {
      const found = await this.find(command, stateWith);
      if (isLeft(found)) command.answer(left(found.left));
      else if (found.right === null) return false;
      else command.answer(right(found.right));
    } catch (defect) {
      command.reject(defect);
    }
    return true;
  }

  private async find(
    { name }: LaneCommand,
    stateWith: StateWith,
  ): Promise<Either<Unavailable, Changed | null>> {
    if (name === null) return right(null);
    const found = await this.log.findMessage(this.id, name.sender, name.clientMessageId)();
    if (isLeft(found)) return found;
    if (isNone(found.right)) return right(null);
    const repeated = found.right.value;
    const state = await stateWith(repeated);
    if (isLeft(state)) return state;
    return right(state.right && { conversation: state.right, events: [], repeated });
  }
}
