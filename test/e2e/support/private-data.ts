/** Members, parameters and fields that are no business of the log's. */
const PRIVATE: ReadonlySet<string> = new Set([
  ...['message', 'messageText', 'text', 'note', 'description', 'feedback', 'comment'],
  ...['code', 'token', 'guestId', 'password', 'email', 'phone', 'phone_number'],
]);

/** Headers by which clients say who they are. */
const CREDENTIALS = ['authorization', 'x-app-key', 'x-guest-id'];

/** Of the configuration. */
const SECRETS = ['JWT_SECRET', 'SERVER_SECRET', 'APP_KEYS', 'METRICS_TOKEN', 'SUPABASE_ANON_KEY'];

/** Characters: a shorter one may be a word of the log's own. */
const SHORTEST = 8;

/** Characters that give a longer one away, wherever they stand. */
const TELLING = 12;

/** How many of a kind are remembered: the newest. */
export const KEPT = 50_000;

/** Six digits that are no part of a longer number or name. */
const CODE = /(?<![\w.])\d{6}(?!\w)/g;

/** The secret form of a guest's id: its public one, which is no secret, ends before the half that is. */
const GUEST = /guest_\d{13}_[A-Za-z0-9]{22}([A-Za-z0-9]{22})/;
/** The log has it of each guest, so a test that sends one, or a piece of one, tells nothing by it. */
const PUBLIC_GUEST = /^g?uest_\d/;

/** The newest of what was added. */
class Newest {
  private readonly all = new Set<string>();

  add(text: string): void {
    this.all.delete(text);
    this.all.add(text);
    if (this.all.size <= KEPT) return;
    for (const oldest of this.all) {
      this.all.delete(oldest);
      return;
    }
  }

  has(text: string): boolean {
    return this.all.has(text);
  }
}

const short = new Newest();
/** How the longer ones begin, as they are and as JSON has them. */
const beginnings = new Newest();
const codes = new Newest();
const secrets = new Set<string>();

/** Which of so many four letters any of them begins with, so that few places of a line are looked up. */
const firsts = new Uint8Array(1 << 20);

const firstsAt = (text: string, at: number): number => {
  let hash = 0;
  for (let letter = 0; letter < 4; letter += 1) hash = hash * 31 + text.charCodeAt(at + letter);
  return hash % firsts.length;
};

const keepOne = (beginning: string): void => {
  beginnings.add(beginning);
  firsts[firstsAt(beginning, 0)] = 1;
};

const keepBeginning = (text: string): void => {
  const beginning = text.slice(0, TELLING);
  keepOne(beginning);
  keepOne(JSON.stringify(beginning).slice(1, TELLING + 1));
};

/** What the server itself has given out, and to one alone. */
const keepGiven = (text: string): void => {
  for (const [code] of text.matchAll(CODE)) codes.add(code);
  const [, secret] = GUEST.exec(text) ?? [];
  if (secret !== undefined) keepBeginning(secret);
};

const keep = (text: string): void => {
  keepGiven(text);
  if (text.length >= SHORTEST && text.length < TELLING) short.add(text);
  if (text.length >= TELLING && !PUBLIC_GUEST.test(text)) keepBeginning(text);
};

const visit = (payload: unknown, isPrivate: boolean, remember: (text: string) => void): void => {
  if (typeof payload === 'string') {
    if (isPrivate) remember(payload);
  } else if (Array.isArray(payload)) {
    for (const one of payload) visit(one, isPrivate, remember);
  } else if (typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload)) {
    for (const [name, value] of Object.entries(payload)) {
      visit(value, PRIVATE.has(name), remember);
    }
  }
};

/** Remembers what is private of what a client sends. */
export const said = (payload: unknown): void => visit(payload, false, keep);

/** Remembers codes and guests of what a client is sent: its texts are somebody's whose client sent them, or the server's own. */
export const heard = (payload: unknown): void => visit(payload, false, keepGiven);

/** Remembers by what a client says in a header who it is. */
export const shown = (headers: Headers): void => {
  for (const name of CREDENTIALS) {
    const value = headers.get(name);
    if (value !== null) keep(value.replace(/^Bearer /i, ''));
  }
  for (const cookie of headers.get('cookie')?.split(';') ?? []) {
    keep(cookie.slice(cookie.indexOf('=') + 1));
  }
};

/** Remembers the secrets of a server's configuration. */
export const configured = (environment: Readonly<Record<string, string>>): void => {
  for (const name of SECRETS) {
    for (const secret of environment[name]?.split(',') ?? []) {
      if (secret.length >= SHORTEST) secrets.add(secret);
    }
  }
};

/** The beginning of every JSON Web Token, and of every part of it that is JSON. */
const TOKEN = /(?<![\w-])eyJ[\w-]{10,}/;

const sentIn = (text: string): string | null => {
  for (const [code] of text.matchAll(CODE)) if (codes.has(code)) return code;
  if (short.has(text)) return text;
  for (let at = 0; at + TELLING <= text.length; at += 1) {
    if (firsts[firstsAt(text, at)] === 0) continue;
    const part = text.slice(at, at + TELLING);
    if (beginnings.has(part)) return part;
  }
  return null;
};

/** What somebody's id tells, which may be a text that another test has sent; null where it is an id alone. */
export const toldById = (text: string): string | null => {
  if (TOKEN.test(text)) return 'a token';
  if (GUEST.test(text)) return "a guest's secret";
  for (const secret of secrets) if (text.includes(secret)) return 'a secret';
  return null;
};

/** What a text tells that is for nobody's eyes; null where it tells nothing. */
export const toldBy = (text: string): string | null => {
  const told = toldById(text);
  if (told !== null) return told;
  const sent = sentIn(text);
  return sent === null ? null : `what somebody has sent (${sent})`;
};
