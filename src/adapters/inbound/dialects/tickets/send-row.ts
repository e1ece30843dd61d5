import { type Either, isLeft, left, map, right } from 'fp-ts/lib/Either.js';
import type {
  AttachFilesFailure,
  AttachFilesInput,
} from '../../../../application/use-cases/attach-files.js';
import type {
  SendMessageFailure,
  SentMessage,
} from '../../../../application/use-cases/send-message.js';
import { type Actor, personKey } from '../../../../domain/actor.js';
import type { Attachment } from '../../../../domain/attachment.js';
import { invalid } from '../../../../domain/failure.js';
import type { EventRow } from '../../gateway/dialect.js';
import type { ConversationNames } from '../common/conversation-names.js';
import { eventRow } from '../common/event-row.js';
import { SENDING_FILES } from '../common/sending-files.js';
import { type Base64File, digestOf, incomingFiles, NotBase64, sizeOf } from './base64-files.js';
import { SendPayload } from './codecs.js';
import type { TicketsDialectDeps } from './deps.js';
import { wireMessage } from './encode.js';
import { refusalOf, refuseFrame } from './failures.js';
import type { Resends } from './resends.js';
import { sentSchema } from './schemas.js';

const row = eventRow({ refuse: refuseFrame, refusalOf });

/** What came of a message. */
export type Sent = Either<SendMessageFailure | AttachFilesFailure, SentMessage>;

/** Bytes of all files of one event together (design, section 6). */
const MOST_TOGETHER = 20 * 1024 * 1024;

type Attached = Either<AttachFilesFailure, readonly Attachment[]>;

const attaching =
  ({ useCases }: Pick<TicketsDialectDeps, 'useCases'>) =>
  async (
    actor: Actor,
    files: readonly Base64File[],
    message: Omit<AttachFilesInput, 'files'>,
  ): Promise<Attached> => {
    if (files.length === 0) return right([]);
    if (files.reduce((sum, file) => sum + sizeOf(file), 0) > MOST_TOGETHER) {
      return left({ kind: 'FileTooLarge', file: null, most: MOST_TOGETHER });
    }
    try {
      return await useCases.attachFiles(actor, { ...message, files: incomingFiles(files) })();
    } catch (error) {
      if (!(error instanceof NotBase64)) throw error;
      return left(invalid(`attachments.${error.index}.data`, 'Must be base64'));
    }
  };

/** Document 003, "Sending Messages". One that its client has not named is the same only where this client sends it again. */
export const sendRow = (
  deps: TicketsDialectDeps,
  names: ConversationNames,
  resends: Resends<Sent>,
): EventRow => {
  const { useCases, publicUrl } = deps;
  const attach = attaching(deps);
  return row({
    event: 'send_message',
    summary: 'Send a message to a ticket, with files or without',
    input: SendPayload,
    output: sentSchema,
    failures: SENDING_FILES,
    key: ({ ticketId }) => names.keyOf(ticketId),
    pipelined: true,
    run: (caller, payload, entered) => async () => {
      const { ticketId, message: text, attachments: files, clientMessageId, ifLastSeq } = payload;
      const { actor, client } = caller;
      const send = async (name: string): Promise<Sent> => {
        const found = await names.located(caller, ticketId)();
        if (isLeft(found)) return found;
        const where = { conversationId: found.right, claims: true } as const;
        const attachments = await attach(actor, files, { ...where, clientMessageId });
        if (isLeft(attachments)) return attachments;
        return useCases.sendMessage(
          actor,
          {
            ...where,
            kind: 'text',
            text,
            attachments: attachments.right,
            clientMessageId: clientMessageId ?? name,
            ifLastSeq,
          },
          entered,
        )();
      };
      const said = JSON.stringify([
        personKey(actor),
        ticketId,
        text,
        clientMessageId,
        ...(files.length === 0 ? [] : [await digestOf(files)]),
      ]);
      const { outcome, isAgain } = await resends.sendOnce(client, said, send);
      return isAgain ? map((sent: SentMessage) => ({ ...sent, fresh: false }))(outcome) : outcome;
    },
    reply: ({ conversation, message, fresh }, { ticketId }) => ({
      frames: [],
      acknowledgement: { data: wireMessage(ticketId, message, publicUrl) },
      echo: { conversation, event: message, fresh, name: ticketId },
    }),
  });
};
