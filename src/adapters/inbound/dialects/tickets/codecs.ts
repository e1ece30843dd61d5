import { MAX_FILES } from '../../../../domain/attachment.js';
import { showsNothing } from '../../../../domain/message-text.js';
import {
  clientMessageIdFields,
  type Codec,
  DEFAULT_LIMIT,
  expecting,
  listOf,
  MAX_LIMIT,
  namedRequest,
  namingHeaderFields,
  object,
  oneClientMessageId,
  pagingFields,
  refine,
  seq,
  text,
  withDefault,
} from '../common/codecs.js';
import { since } from '../common/since.js';

/** The id of a ticket, or of any conversation (design, section 6); whatever is neither is one that there is not. */
const ticketId = expecting('Must be a string', { type: 'string' }, (value) =>
  typeof value === 'string' ? value : undefined,
);

/** Document 003, `leave_ticket`, `typing_start` and `typing_stop`. */
export const TicketPayload = object({ ticketId });

/** Document 003, `join_ticket`. */
export const JoinPayload = object({ ticketId, since });

/** Document 003, "Troubleshooting". */
const NOTHING_SAID = 'Message or at least one file is required';

/** Left out it is empty, which it may be where files come with it. */
const message = expecting(
  NOTHING_SAID,
  { type: 'string', pattern: '\\S', examples: ['Hello'] },
  (value) => (typeof value === 'string' ? value : (value ?? '') === '' ? '' : undefined),
);

/** Document 003, "Message with File Attachments"; of what type it is its bytes tell. */
const file = object({
  name: text,
  data: expecting('Must be base64', { type: 'string', contentEncoding: 'base64' }, (value) =>
    typeof value === 'string' ? value : undefined,
  ),
});

/** Document 003, `send_message`, with the optional fields that every dialect takes. */
export const SendPayload = refine(
  oneClientMessageId(
    object({
      ticketId,
      message,
      attachments: withDefault(listOf(file, MAX_FILES, [[]]), []),
      ...clientMessageIdFields,
      ifLastSeq: seq,
    }),
  ),
  'message',
  NOTHING_SAID,
  (value) => (value.attachments.length === 0 && showsNothing(value.message) ? undefined : value),
);

/** What is more than `most` is taken as that. */
const wholeFrom1 = <const D>(fallback: D, most = Number.MAX_SAFE_INTEGER): Codec<number | D> =>
  withDefault(
    expecting('Must be a whole number from 1', { type: 'integer', minimum: 1 }, (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
        ? Math.min(value, most)
        : undefined,
    ),
    fallback,
  );

/** Document 003, `get_messages`, with the pages of design, section 6; a limit over the most is taken as that. */
export const HistoryPayload = object({
  ticketId,
  page: wholeFrom1(null),
  limit: wholeFrom1(DEFAULT_LIMIT, MAX_LIMIT),
});

/** Design, section 6, `POST /api/tickets`. */
export const OpenRequest = namedRequest(
  object({
    headers: object(namingHeaderFields),
    body: oneClientMessageId(
      object({ subject: text, message: withDefault(text, null), ...clientMessageIdFields }),
    ),
  }),
);

/** Design, section 6, `GET /api/tickets`. */
export const ListQuery = object(pagingFields);
