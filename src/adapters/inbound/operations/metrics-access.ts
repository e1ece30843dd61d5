import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Why somebody may not read the metrics, in words for him. */
export interface AccessRefusal {
  readonly status: 401 | 403;
  readonly message: string;
}

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>;

const BEARER = /^Bearer +(\S+)$/i;

/** What proxies add: who asks through one on this host has its address. */
const FORWARDING = /^(?:forwarded|via|x-forwarded-.*|x-real-ip)$/;

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined &&
  ipaddr.isValid(address) &&
  ipaddr.process(address).range() === 'loopback';

/** What a browser on this host may have been led to believe is this host. */
const isOwnName = (host: string | undefined): boolean => {
  const url = `http://${host ?? ''}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'));
};

const isDirect = ({ headers, socket }: Asked): boolean =>
  isLoopback(socket.remoteAddress) &&
  isOwnName(headers.host) &&
  !Object.keys(headers).some((name) => FORWARDING.test(name));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const needsToken: AccessRefusal = {
  status: 401,
  message: 'Send METRICS_TOKEN as Authorization: Bearer <token>',
};
const onlyHere: AccessRefusal = {
  status: 403,
  message:
    'Metrics are for this host alone, asked directly; set METRICS_TOKEN to read them from elsewhere',
};

/** Who may read them: whoever bears the token where there is one, else this host. `null` for who may. */
export const metricsAccess = (token: string | null): ((request: Asked) => AccessRefusal | null) => {
  if (token === null) return (request) => (isDirect(request) ? null : onlyHere);
  const expected = digest(token);
  return ({ headers }) => {
    const [, given] = BEARER.exec(headers.authorization ?? '') ?? [];
    return given !== undefined && timingSafeEqual(digest(given), expected) ? null : needsToken;
  };
};
