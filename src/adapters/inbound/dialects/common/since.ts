import type {
  ResumeConversationFailure,
  Since,
} from '../../../../application/use-cases/resume-conversation.js';
import { isUuid, toMessageId } from '../../../../domain/ids.js';
import { expecting, withDefault } from './codecs.js';
import type { KindsOf } from './failure-notes.js';

const sinceOf = (value: unknown): Since | undefined => {
  if (typeof value === 'string') return isUuid(value) ? toMessageId(value) : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

/** The last that who joins a conversation knows of it: a message's id, or a `seq` (design, section 6). */
export const since = withDefault(
  expecting(
    'Must be the id of a message, or a whole number from 0',
    {
      anyOf: [
        { type: 'string', format: 'uuid' },
        { type: 'integer', minimum: 0 },
      ],
      examples: ['0190b5f4-7d8a-7c3e-9f21-5a6b7c8d9e0f', 12],
    },
    sinceOf,
  ),
  null,
);

/** What else a join can give that may go on from there. */
export const RESUME_FAILURES = {
  ValidationFailed: true,
  ResyncRequired: true,
  Unavailable: true,
} as const satisfies KindsOf<ResumeConversationFailure>;
