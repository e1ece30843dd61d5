/** By lower-case names. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How a guest's id begins, which may be a secret one, and in lower case is a host's name. */
const GUEST = 'guest_';

/** A page or a host, for the log: as browsers write it, since what a client makes up there may be a credential. */
const asWritten = (text: string, url: string, part: 'origin' | 'host'): string | null =>
  URL.canParse(url) && new URL(url)[part] === text && !text.includes(GUEST) ? text : null;

/** Whose page asks. */
export const originIn = ({ origin }: Headers): string | null =>
  typeof origin === 'string' ? asWritten(origin, origin, 'origin') : null;

/** Whom a request takes the server to be. */
export const hostIn = ({ host }: Headers): string | null =>
  typeof host === 'string' ? asWritten(host, `http://${host}`, 'host') : null;
