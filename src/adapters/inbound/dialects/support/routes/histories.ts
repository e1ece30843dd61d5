import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GetConversationFailure } from '../../../../../application/use-cases/get-conversation.js';
import type { GetHistoryInput, History } from '../../../../../application/use-cases/get-history.js';
import type { UseCases } from '../../../../../application/use-cases/use-cases.js';
import type { AuthRequired } from '../../../../../domain/failure.js';
import type { Actor } from '../../../../../domain/actor.js';
import type { Route } from '../../../gateway/dialect.js';
import { object } from '../../common/codecs.js';
import { ConversationPayload, HistoryQuery } from '../codecs.js';
import { ownCodesShown } from '../../common/code-form.js';
import { paginationOf } from '../../common/pagination.js';
import { wireDetails, wireMessage } from '../encode.js';
import { formFor, type GuestForm, publicForm } from '../guest-form.js';
import { detailsSchema, historySchema, succeededSchema } from '../schemas.js';
import type { SupportDialectDeps } from '../deps.js';
import { row, succeeded } from './row.js';

/** The newest that details hold. */
const DETAILS_MESSAGES = 50;

/** A guest reads a newcomer's that is not his as one would who names nobody: he may be about to join it. */
const historyFor =
  ({ getHistory, getNewcomersHistory }: UseCases) =>
  (
    caller: Actor | null,
    input: GetHistoryInput,
  ): TaskEither<GetConversationFailure | AuthRequired, History> =>
  async () => {
    if (caller === null) return getNewcomersHistory(input)();
    const history = await getHistory(caller, input)();
    if (caller.kind !== 'guest' || !isLeft(history) || history.left.kind !== 'AccessDenied') {
      return history;
    }
    const newcomers = await getNewcomersHistory(input)();
    return isLeft(newcomers) && newcomers.left.kind === 'AuthRequired' ? history : newcomers;
  };

export const historyRoute = (deps: SupportDialectDeps): Route => {
  const { useCases, guestIds, codeDigits, ...wording } = deps;
  const history = historyFor(useCases);
  const formOf = (caller: Actor | null): GuestForm =>
    caller === null ? publicForm : formFor(guestIds, caller);
  return row({
    method: 'GET',
    path: '/api/support/conversation/:conversationId/messages',
    summary: 'A page of the messages of a conversation, or the newest of them; oldest first',
    access: 'anyone',
    body: 'none',
    input: object({ params: ConversationPayload, query: HistoryQuery }),
    output: succeededSchema(historySchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true, AuthRequired: true },
    run: (caller, { params, query: { page, limit } }) =>
      history(caller, {
        ...params,
        window: page === null ? { newest: limit } : { page, limit },
      }),
    reply: ({ messages, read, total, ownCodes }, { params, query: { page, limit } }, caller) => {
      const form = formOf(caller);
      const code = ownCodesShown(codeDigits, ownCodes);
      return succeeded({
        messages: messages.map((message) =>
          wireMessage(params.conversationId, message, form, wording, code, read.has(message.seq)),
        ),
        pagination: paginationOf(total, page, limit),
      });
    },
  });
};

export const detailsRoute = ({
  useCases,
  guestIds,
  codeDigits,
  ...wording
}: SupportDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/support/conversation/:conversationId',
    summary: 'A conversation with its people and its newest messages',
    access: 'guest',
    body: 'none',
    input: object({ params: ConversationPayload }),
    output: succeededSchema(detailsSchema),
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    run: (actor, { params }) =>
      useCases.getHistory(actor, { ...params, window: { newest: DETAILS_MESSAGES } }),
    reply: (history, { params }, caller) =>
      succeeded(
        wireDetails(
          params.conversationId,
          history,
          formFor(guestIds, caller),
          wording,
          ownCodesShown(codeDigits, history.ownCodes),
        ),
      ),
  });
