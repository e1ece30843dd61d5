import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  type AttachFilesFailure,
  tooManyFiles,
} from '../../../../application/use-cases/attach-files.js';
import type {
  SendMessageFailure,
  SentMessage,
} from '../../../../application/use-cases/send-message.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Actor } from '../../../../domain/actor.js';
import {
  invalid,
  type NotFound,
  type Unavailable,
  type ValidationFailed,
} from '../../../../domain/failure.js';
import type { ConversationId } from '../../../../domain/ids.js';
import type { HttpProblem, HttpReply, HttpRequest } from '../../gateway/transport.js';
import { Codec, object } from './codecs.js';
import { type FormPart, type FormProblem, readForm } from './multipart.js';
import type { RouteSpec } from './route-row.js';
import { SENDING_FILES } from './sending-files.js';
import { formSchema, namingHeaders, uploadForm, WrongFields } from './upload-form.js';

/** What a dialect says of its way to send files. */
export interface Uploading<P> {
  readonly useCases: Pick<UseCases, 'attachFiles' | 'sendMessage'>;
  /** As of the dialect's face: for what is wrong with a body, whatever its fields. */
  readonly problem: (problem: HttpProblem) => HttpReply;
  readonly params: Codec<P>;
  /** Clients may call it by what has to be looked up. */
  readonly conversationIn: (params: P) => TaskEither<NotFound | Unavailable, ConversationId>;
  /** As of `sendMessage`. */
  readonly claims: boolean;
  readonly answer: (message: SentMessage['message'], params: P, by: Actor) => HttpReply;
}

type Failure = AttachFilesFailure | SendMessageFailure;

/** A message with its files, or what is wrong with the form itself. */
type Outcome = SentMessage | { readonly problem: HttpProblem };

interface Input<P> {
  readonly params: P;
}

/** What fields have a part in is told of fields; the rest is as of any body. */
const flawOf = (flaw: FormProblem): ValidationFailed | HttpProblem => {
  switch (flaw.kind) {
    case 'TooManyFiles':
      return tooManyFiles;
    case 'TooManyFields':
      return invalid('', `A form may have at most ${flaw.most} fields`);
    case 'NameTooLong':
      return invalid('', `A field's name may have at most ${flaw.most} characters`);
    case 'FieldTooLarge':
    case 'FormTooLarge':
      return 'tooLarge';
    case 'Unsupported':
      return 'unsupported';
    case 'Malformed':
    case 'ClientGone':
      return 'malformed';
  }
};

const FLAWS: Readonly<Record<FormProblem['kind'], true>> = {
  TooManyFiles: true,
  TooManyFields: true,
  NameTooLong: true,
  FieldTooLarge: true,
  FormTooLarge: true,
  Unsupported: true,
  Malformed: true,
  ClientGone: true,
};

const isFlaw = (failure: Failure | FormProblem): failure is FormProblem =>
  Object.hasOwn(FLAWS, failure.kind);

const noFiles = invalid('attachments', 'At least one file must come with it');

/** The name of the message is asked for before its files: without it a repetition is known only once all of it has come. */
const sending =
  (
    { attachFiles, sendMessage }: Uploading<unknown>['useCases'],
    actor: Actor,
    where: { readonly conversationId: ConversationId; readonly claims: boolean },
    headers: HttpRequest['headers'],
  ) =>
  (parts: AsyncIterable<FormPart>): TaskEither<Failure, SentMessage> =>
  async () => {
    const form = await uploadForm(headers, parts);
    if (isLeft(form.said)) return form.said;
    if (!form.hasFiles) return left(noFiles);
    const { clientMessageId } = form.said.right;
    try {
      const { files } = form;
      const attachments = await attachFiles(actor, { ...where, files, clientMessageId })();
      if (isLeft(attachments)) return attachments;
      const { message: text, ...naming } = form.saidAtLast();
      return await sendMessage(actor, {
        ...where,
        kind: 'text',
        text,
        attachments: attachments.right,
        clientMessageId: naming.clientMessageId,
        ifLastSeq: naming.ifLastSeq,
      })();
    } catch (error) {
      if (error instanceof WrongFields) return left(error.failure);
      throw error;
    }
  };

type Uploads<P> = Omit<
  RouteSpec<'guest', Input<P>, Failure, Outcome>,
  'path' | 'summary' | 'access' | 'output'
>;

/**
 * The part of a route that is the same in every dialect: a form in parts, whose files come as one message with what its
 * fields say. Nothing of it is kept where any of it is wrong.
 */
export const uploading = <P>(dialect: Uploading<P>): Uploads<P> => {
  const { useCases, problem, params, conversationIn, claims, answer } = dialect;
  const head = object({ params, headers: namingHeaders });
  const input = new Codec<Input<P>>(head.name, (value, context) => head.validate(value, context), {
    ...head.schema,
    properties: { ...(head.schema['properties'] as object), body: formSchema },
    required: ['params', 'headers', 'body'],
  });
  return {
    method: 'POST',
    body: 'stream',
    input,
    failures: SENDING_FILES,
    run:
      (actor, { params: named }, request) =>
      async () => {
        const found = await conversationIn(named)();
        if (isLeft(found)) return found;
        const where = { conversationId: found.right, claims };
        const send = sending(useCases, actor, where, request.headers);
        const sent = await readForm(request, send)();
        if (!isLeft(sent)) return sent;
        if (!isFlaw(sent.left)) return left(sent.left);
        const flaw = flawOf(sent.left);
        return typeof flaw === 'string' ? right({ problem: flaw }) : left(flaw);
      },
    reply: (outcome, { params: named }, actor) =>
      'problem' in outcome ? problem(outcome.problem) : answer(outcome.message, named, actor),
  };
};
