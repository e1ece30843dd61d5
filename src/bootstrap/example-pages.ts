import { existsSync, readFileSync } from 'node:fs';

/** Document 003, "Example Implementation". */
const CHAT_CLIENT = 'examples/websocket-chat-client.html';

/** From `dist/src/bootstrap`. */
const ROOT = new URL('../../../', import.meta.url);

/** Pages for developers, as they lie in the package, and where they are served: those that have come along. */
export const examplePages = (): readonly { readonly path: string; readonly html: string }[] => {
  const file = new URL(CHAT_CLIENT, ROOT);
  return existsSync(file) ? [{ path: `/${CHAT_CLIENT}`, html: readFileSync(file, 'utf8') }] : [];
};
