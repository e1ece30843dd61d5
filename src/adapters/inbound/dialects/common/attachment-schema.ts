import { instant, record, text, whole } from './json-schema.js';

/** What `wireAttachments` gives of one. */
export const attachmentSchema = record({
  filename: text,
  originalname: text,
  mimetype: text,
  size: whole,
  path: text,
  url: text,
  uploadedAt: instant,
});
