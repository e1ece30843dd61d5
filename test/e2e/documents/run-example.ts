import { compileFunction } from 'node:vm';
import { io, type Socket } from 'socket.io-client';

/** What a program of a document finds around it, as in a browser's page. */
export interface Surroundings {
  readonly url: string;
  readonly names: Readonly<Record<string, unknown>>;
}

/** Names that a program makes, and others want of it. */
const MADE = [
  'socket',
  'conversationId',
  'startTyping',
  'stopTyping',
  'loadMessages',
  'sendMessageWithRetry',
  'attachments',
  'sendMessage',
  'handleTyping',
  'connectSocket',
] as const;

/** What it made of these. */
export type Made = Partial<{
  socket: Socket;
  conversationId: string;
  startTyping: () => void;
  stopTyping: () => void;
  loadMessages: (conversationId: string, page?: number) => Promise<readonly unknown[]>;
  sendMessageWithRetry: (messageData: object) => void;
  attachments: readonly object[];
  sendMessage: (message: string) => void;
  handleTyping: () => void;
  connectSocket: (token: string) => Socket;
}>;

/** A page has no modules: what is imported is there. */
const IMPORT = /^import (?:io|\{ io \}) from 'socket\.io-client';$/m;

/** Where documents say that a server is. */
const THEIR_SERVERS = /http:\/\/localhost:\d+/g;

/** Runs a program as it stands but for the server's address. */
export const runExample = async (code: string, { url, names }: Surroundings): Promise<Made> => {
  const own = code.replaceAll(THEIR_SERVERS, url).replace(IMPORT, '');
  const given = {
    io: (address: string, options: object) => io(address, { ...options, forceNew: true }),
    fetch,
    setTimeout,
    clearTimeout,
    ...names,
  };
  const made = MADE.map((name) => `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`);
  const run = compileFunction(
    `return (async () => {\n${own}\nreturn { ${made.join(', ')} };\n})();`,
    Object.keys(given),
  ) as (...values: unknown[]) => Promise<Readonly<Record<string, unknown>> | undefined>;
  // A program may end early, and has then made nothing.
  const all = (await run(...Object.values(given))) ?? {};
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};
