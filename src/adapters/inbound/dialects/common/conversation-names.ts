import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type {
  GetConversation,
  GetConversationFailure,
} from '../../../../application/use-cases/get-conversation.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { NotFound, Unavailable } from '../../../../domain/failure.js';
import { type ConversationId, isUuid, toConversationId } from '../../../../domain/ids.js';
import type { Call, Caller, Known } from '../../gateway/dialect.js';

/** Names of one connection that are remembered. */
const MOST = 200;

export interface ConversationNamesDeps {
  /** Which conversation goes by that name, for good; `null` where none does. */
  readonly identify: (name: string) => TaskEither<Unavailable, ConversationId | null>;
  readonly getConversation: GetConversation;
  /** What is said of a name that is none. */
  readonly none: NotFound;
}

/** What clients call conversations by, where that is not their id alone. */
export class ConversationNames {
  private readonly memories = new WeakMap<object, Map<string, ConversationId>>();

  constructor(private readonly deps: ConversationNamesDeps) {}

  /** What is asked of one conversation on a connection is handled in order, whatever it is called by. */
  keyOf(name: string): Call['key'] {
    return (known) =>
      this.remembered(known, name) ??
      this.identified(known, name).then((found) => (isLeft(found) ? name : (found.right ?? name)));
  }

  /** Access to what is joined was looked at then, and is again by whatever is done there. */
  located(
    { actor, ...known }: Caller,
    name: string,
  ): TaskEither<GetConversationFailure, ConversationId> {
    return async () => {
      const id = await this.identified(known, name);
      if (isLeft(id)) return id;
      if (id.right === null) return left(this.deps.none);
      if (known.followed(id.right) !== null) return right(id.right);
      const found = await this.deps.getConversation(actor, id.right)();
      return isLeft(found) ? found : right(found.right.id);
    };
  }

  /** As the store has it. */
  found(
    { actor, ...known }: Caller,
    name: string,
  ): TaskEither<GetConversationFailure, Conversation> {
    return async () => {
      const id = await this.identified(known, name);
      if (isLeft(id)) return id;
      const { getConversation, none } = this.deps;
      return id.right === null ? left(none) : getConversation(actor, id.right)();
    };
  }

  private async identified(
    known: Known,
    name: string,
  ): Promise<Either<Unavailable, ConversationId | null>> {
    const remembered = this.remembered(known, name);
    if (remembered !== null) return right(remembered);
    const found = await this.deps.identify(name)();
    if (!isLeft(found) && found.right !== null) this.remember(known, name, found.right);
    return found;
  }

  private remembered({ connection, called, followed }: Known, name: string): ConversationId | null {
    if (isUuid(name)) {
      const id = called(toConversationId(name));
      if (followed(id) !== null) return id;
    }
    return this.memories.get(connection)?.get(name) ?? null;
  }

  private remember({ connection }: Known, name: string, id: ConversationId): void {
    const memory = this.memories.get(connection) ?? new Map<string, ConversationId>();
    this.memories.set(connection, memory);
    memory.set(name, id);
    const [oldest] = memory.keys();
    if (memory.size > MOST && oldest !== undefined) memory.delete(oldest);
  }
}
