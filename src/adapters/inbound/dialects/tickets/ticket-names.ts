import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GetConversationFailure } from '../../../../application/use-cases/get-conversation.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { noTicket, type Unavailable } from '../../../../domain/failure.js';
import { type ConversationId, isUuid, toConversationId } from '../../../../domain/ids.js';
import type { Call, Caller, Known } from '../../gateway/dialect.js';

/** Names of one connection that are remembered. */
const MOST = 200;

/** What clients call conversations by: the id or the number of a ticket, or the id of any conversation. */
export class TicketNames {
  private readonly memories = new WeakMap<object, Map<string, ConversationId>>();

  constructor(private readonly cases: Pick<UseCases, 'identifyConversation' | 'getConversation'>) {}

  /** What is asked of one conversation on a connection is handled in order, whatever it is called by. */
  readonly keyOf =
    ({ ticketId }: { readonly ticketId: string }): Call['key'] =>
    (known) =>
      this.remembered(known, ticketId) ??
      this.identified(known, ticketId).then((found) =>
        isLeft(found) ? ticketId : (found.right ?? ticketId),
      );

  /** Access to what is joined was looked at then, and is again by whatever is done there. */
  located(
    { actor, ...known }: Caller,
    ticketId: string,
  ): TaskEither<GetConversationFailure, ConversationId> {
    return async () => {
      const id = await this.identified(known, ticketId);
      if (isLeft(id)) return id;
      if (id.right === null) return left(noTicket);
      if (known.followed(id.right) !== null) return right(id.right);
      const found = await this.cases.getConversation(actor, id.right)();
      return isLeft(found) ? found : right(found.right.id);
    };
  }

  /** As the store has it. */
  found(
    { actor, ...known }: Caller,
    ticketId: string,
  ): TaskEither<GetConversationFailure, Conversation> {
    return async () => {
      const id = await this.identified(known, ticketId);
      if (isLeft(id)) return id;
      return id.right === null ? left(noTicket) : this.cases.getConversation(actor, id.right)();
    };
  }

  private async identified(
    known: Known,
    ticketId: string,
  ): Promise<Either<Unavailable, ConversationId | null>> {
    const remembered = this.remembered(known, ticketId);
    if (remembered !== null) return right(remembered);
    const found = await this.cases.identifyConversation(ticketId)();
    if (!isLeft(found) && found.right !== null) this.remember(known, ticketId, found.right);
    return found;
  }

  private remembered(
    { connection, called, followed }: Known,
    ticketId: string,
  ): ConversationId | null {
    if (isUuid(ticketId)) {
      const id = called(toConversationId(ticketId));
      if (followed(id) !== null) return id;
    }
    return this.memories.get(connection)?.get(ticketId) ?? null;
  }

  private remember({ connection }: Known, ticketId: string, id: ConversationId): void {
    const memory = this.memories.get(connection) ?? new Map<string, ConversationId>();
    this.memories.set(connection, memory);
    memory.set(ticketId, id);
    const [oldest] = memory.keys();
    if (memory.size > MOST && oldest !== undefined) memory.delete(oldest);
  }
}
