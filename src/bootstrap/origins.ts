import type { IncomingMessage } from 'node:http';

export interface OriginPolicy {
  /** Origins of other sites whose pages may use this server. */
  readonly allowed: readonly string[];
  /** In development every page of this machine may. */
  readonly allowLoopback: boolean;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a request is no browser's, its own site's, or one of a site that is let in (design, section 6). */
export const originCheck = ({ allowed, allowLoopback }: OriginPolicy) => {
  const listed: ReadonlySet<string> = new Set(allowed);
  return ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => {
    const { origin, host } = headers;
    if (origin === undefined) return true;
    if (listed.has(origin)) return true;
    if (!URL.canParse(origin)) return false;
    const url = new URL(origin);
    return url.host === host || (allowLoopback && LOOPBACK.has(url.hostname));
  };
};
