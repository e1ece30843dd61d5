import type { MessagePosted } from '../../../../domain/conversation-event.js';
import { timestamp } from './timestamps.js';

/** Where files that came with messages are fetched from (design, section 6). */
const UPLOADS = '/uploads/chat';

/** What clients reach this server by, without a slash at its end: asked when it listens. */
export type PublicUrl = () => string;

/** Document 003, "Message Object Structure"; none where none came with it. */
export const wireAttachments = (event: MessagePosted, publicUrl: PublicUrl): readonly object[] => {
  if (event.kind === 'auth_code') return [];
  return (event.attachments ?? []).map(({ name, originalName, type, size, at }) => {
    const path = `${UPLOADS}/${name}`;
    return {
      filename: name,
      originalname: originalName,
      mimetype: type,
      size,
      path,
      url: publicUrl() + path,
      uploadedAt: timestamp(at),
    };
  });
};
