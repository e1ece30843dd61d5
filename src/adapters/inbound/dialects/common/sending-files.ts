import type { AttachFilesFailure } from '../../../../application/use-cases/attach-files.js';
import type { SendMessageFailure } from '../../../../application/use-cases/send-message.js';
import type { KindsOf } from './failure-notes.js';

/** All that can be expected of a message with files, whichever way they come. */
export const SENDING_FILES: KindsOf<AttachFilesFailure | SendMessageFailure> = {
  ValidationFailed: true,
  AccessDenied: true,
  NotFound: true,
  ConversationClosed: true,
  Conflict: true,
  FileTooLarge: true,
  UnsupportedFile: true,
  InfectedFile: true,
  RateLimited: true,
  Unavailable: true,
};
