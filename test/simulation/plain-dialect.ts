import { isLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { chainW as chain, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import type {
  Caller,
  Dialect,
  EventRow,
  Reply,
} from '../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../src/application/use-cases/use-cases.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { toSend } from '../support/in-memory.js';
import { row } from '../support/rows.js';
import { groundOf } from '../support/guest-ids.js';

/** What a client of the simulation asks for. */
export interface Asking {
  readonly conversationId: ConversationId;
  /** Of a message. */
  readonly name: string | null;
  /** Of a join: the `seq` that its client knows, or the last one where there is none such. */
  readonly since: number | null;
}

/** The name by which clients of a dialect join a conversation. */
export const alias = (dialect: string, id: ConversationId): string => `${dialect} ${id}`;

const refused = (failure: { readonly kind: string }, id: ConversationId | null): Reply => ({
  frames: [],
  acknowledgement: { id, refused: failure.kind },
});

/** No codec: the simulation says nothing that could not be decoded. */
const plainRow = <F extends { readonly kind: string }, O>(
  event: string,
  run: (caller: Caller, asking: Asking, entered: () => void) => TaskEither<F, O>,
  reply: (output: O, asking: Asking) => Reply,
): EventRow =>
  row(event, (payload) => {
    const asking = payload as Asking;
    return right({
      key: asking.conversationId,
      pipelined: event === 'send',
      run: async (caller, entered) => {
        const result = await run(caller, asking, entered)();
        return isLeft(result)
          ? refused(result.left, asking.conversationId)
          : reply(result.right, asking);
      },
    });
  });

const rows = (dialect: string, useCases: UseCases): readonly EventRow[] => [
  plainRow(
    'join',
    ({ actor }, { conversationId, since }) =>
      pipe(
        useCases.joinConversation(actor, { conversationId }),
        chain((conversation) => {
          const known = since === null ? null : Math.min(since, conversation.lastSeq);
          return useCases.resumeConversation({ conversation, since: known });
        }),
      ),
    ({ conversation, after }) => {
      const { id, lastSeq } = conversation;
      const joined = { event: 'joined', data: { id, seq: lastSeq, after } };
      const follow = { conversation, after, name: alias(dialect, id) };
      return { follow, frames: [joined], acknowledgement: {} };
    },
  ),
  plainRow(
    'leave',
    ({ actor }, { conversationId }) => useCases.leaveConversation(actor, { conversationId }),
    ({ conversationId: id }) => ({
      unfollow: id,
      frames: [{ event: 'left', data: { id } }],
      acknowledgement: {},
    }),
  ),
  plainRow(
    'send',
    ({ actor }, { conversationId, name }, entered) =>
      useCases.sendMessage(actor, toSend(conversationId, { clientMessageId: name }), entered),
    ({ conversation, message, fresh }) => ({
      frames: [],
      acknowledgement: { id: conversation.id, sent: message.seq },
      echo: { conversation, event: message, fresh },
    }),
  ),
  plainRow(
    'note',
    ({ actor }, { conversationId }) =>
      useCases.addNote(actor, { conversationId, text: 'between us' }),
    () => ({ frames: [], acknowledgement: {} }),
  ),
];

/** A dialect in which everybody hears of every event that he may see: by its `seq`, and as standing where. */
export const plainDialect = (name: string, useCases: UseCases): Dialect => {
  const support = supportDialect(groundOf(useCases));
  return {
    ...support,
    rest: { ...support.rest, routes: [] },
    name,
    namespace: `/${name}`,
    events: rows(name, useCases),
    welcome: () => ({ frames: [], acknowledgement: {} }),
    refuse: (failure) => refused(failure, null),
    frames: ({ seq }, { id }, standing) => [{ event: 'heard', data: { id, seq, ...standing } }],
  };
};
