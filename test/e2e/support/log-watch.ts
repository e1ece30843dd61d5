import { SECRET } from './tokens.js';

/** Members of what clients send that are no business of the log's. */
const PRIVATE: ReadonlySet<string> = new Set([
  ...['message', 'messageText', 'text', 'note', 'description', 'feedback', 'comment'],
  ...['code', 'token', 'password', 'email', 'phone', 'phone_number'],
]);

/** Characters: a shorter one may be a word of the log's own. */
const SHORTEST = 8;

/** Strings that the log may not have as a value; of the newest so many. */
const MOST = 50_000;
const kept = new Set<string>();

const keep = (text: string): void => {
  if (text.length < SHORTEST || kept.size >= MOST) return;
  kept.add(text);
};

/** Remembers what is private of what a client sends, or of what the test sends for one. */
export const said = (payload: unknown, isPrivate = false): void => {
  if (typeof payload === 'string') {
    if (isPrivate) keep(payload);
  } else if (Array.isArray(payload)) {
    for (const one of payload) said(one, isPrivate);
  } else if (typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload)) {
    for (const [name, value] of Object.entries(payload)) said(value, PRIVATE.has(name));
  }
};

/** The beginning of every JSON Web Token, and of every part of it that is JSON. */
const TOKEN = /(?<![\w-])eyJ[\w-]{10,}/;

const STRING = /"((?:[^"\\]|\\.)*)"/g;

const leakIn = (line: string): string | null => {
  if (TOKEN.test(line)) return 'a token';
  if (line.includes(SECRET)) return 'the secret';
  for (const [quoted, inside = ''] of line.matchAll(STRING)) {
    if (inside.length < SHORTEST) continue;
    const value = inside.includes('\\') ? (JSON.parse(quoted) as string) : inside;
    if (kept.has(value)) return 'what somebody has sent';
  }
  return null;
};

export interface LogWatch {
  /** Lines as they are written, in whatever pieces. */
  readonly read: (text: string) => void;
  /** @throws Error with the first line that told something */
  expectNoSecrets(): void;
}

/** Looks at all that a server logs, and keeps nothing of it but what it should not have. */
export const logWatch = (): LogWatch => {
  let rest = '';
  let leak: string | null = null;
  return {
    read: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const what = leak === null ? leakIn(line) : null;
        if (what !== null) leak = `the log tells ${what}: ${line}`;
      }
    },
    expectNoSecrets: () => {
      if (leak !== null) throw new Error(leak);
    },
  };
};
