import { pipe } from 'fp-ts/lib/function.js';
import { chainW as chain, mapLeft, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../../../domain/actor.js';
import { type AccessDenied, noConversation, type NotFound } from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { EventRow, Reply } from '../../gateway/dialect.js';
import { eventRow } from '../common/event-row.js';
import { RESUME_FAILURES } from '../common/since.js';
import { typingIndication } from '../common/typing-indication.js';
import { ConversationPayload, JoinPayload } from './codecs.js';
import type { LivechatDialectDeps } from './deps.js';
import { refusalOf, refuseFrame } from './failures.js';
import { doneSchema } from './schemas.js';

const row = eventRow({ refuse: refuseFrame, refusalOf });

/** No event of this protocol answers another: this is for who waits for an acknowledgement. */
const DONE = { success: true } as const;

const ofConversation = ({ conversation_id }: { readonly conversation_id: ConversationId }) =>
  conversation_id;

/** Who has no token is told of no conversation but his own that it is there. */
const hiddenFromGuests =
  ({ kind }: Actor) =>
  <F extends { readonly kind: string }, A>(
    done: TaskEither<F | AccessDenied, A>,
  ): TaskEither<F | AccessDenied | NotFound, A> =>
    mapLeft((failure: F | AccessDenied) =>
      kind === 'guest' && failure.kind === 'AccessDenied' ? noConversation : failure,
    )(done);

const joinRow = ({
  useCases: { joinConversation, resumeConversation },
}: LivechatDialectDeps): EventRow =>
  row({
    event: 'join_conversation',
    summary: 'Hear a conversation live from now on',
    input: JoinPayload,
    output: doneSchema,
    failures: { AccessDenied: true, NotFound: true, ...RESUME_FAILURES },
    key: ofConversation,
    run: ({ actor }, { conversation_id: conversationId, since }) =>
      pipe(
        hiddenFromGuests(actor)(joinConversation(actor, { conversationId })),
        chain((conversation) => resumeConversation({ conversation, since })),
      ),
    reply: ({ conversation, after }, { conversation_id: name }) => ({
      follow: { conversation, after, ...(name === conversation.id ? {} : { name }) },
      frames: [],
      acknowledgement: DONE,
    }),
  });

const leaveRow = ({ useCases: { leaveConversation } }: LivechatDialectDeps): EventRow =>
  row({
    event: 'leave_conversation',
    summary: 'Hear a conversation no longer',
    input: ConversationPayload,
    output: doneSchema,
    failures: {},
    key: ofConversation,
    run: ({ actor }, { conversation_id: conversationId }) =>
      leaveConversation(actor, { conversationId }),
    reply: ({ conversationId }, _input, { called }) => ({
      unfollow: called(conversationId),
      frames: [],
      acknowledgement: DONE,
    }),
  });

const typingRow = (
  { useCases: { indicateTyping } }: LivechatDialectDeps,
  event: string,
  typing: boolean,
): EventRow =>
  row({
    event,
    summary: typing ? 'Show the others that one is typing' : 'Show the others that one has stopped',
    input: ConversationPayload,
    output: doneSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    key: ofConversation,
    run: (caller, { conversation_id: name }) =>
      hiddenFromGuests(caller.actor)(typingIndication(indicateTyping, typing)(caller, name)),
    reply: ({ conversationId }): Reply => ({
      typing: { conversationId, typing },
      frames: [],
      acknowledgement: DONE,
    }),
  });

/** Document 004, "Client Events". */
export const eventRows = (deps: LivechatDialectDeps): readonly EventRow[] => [
  joinRow(deps),
  leaveRow(deps),
  typingRow(deps, 'typing', true),
  typingRow(deps, 'stop_typing', false),
];
