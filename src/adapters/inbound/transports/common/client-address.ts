import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';

/** Whom a request comes from, as he is counted. */
export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

const PORT = /^(?:\[(?<six>[^\]]*)\]|(?<four>\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;

/** Some proxies note ports. */
const withoutPort = (noted: string): string => {
  const { six, four } = PORT.exec(noted)?.groups ?? {};
  return six ?? four ?? noted;
};

/** Groups of an IPv6 address that name a subscriber's network, in which he has as many as he likes. */
const NETWORK_GROUPS = 4;

/** `null` for what is none. */
const counted = (noted: string | undefined): string | null => {
  const bare = withoutPort(noted?.trim() ?? '');
  if (!ipaddr.isValid(bare)) return null;
  const address = ipaddr.process(bare);
  if (address instanceof ipaddr.IPv4) return address.toString();
  const groups = address.parts.slice(0, NETWORK_GROUPS).map((part) => part.toString(16));
  return `${groups.join(':')}::/64`;
};

/**
 * By `X-Forwarded-For` as far as so many proxies vouch for it, which stand before the server one behind the other;
 * the connection's own where there are none.
 */
export const clientAddress =
  (proxies: number): AddressOf =>
  (request) => {
    const { socket } = request;
    const noted = proxyaddr(request as IncomingMessage, (_address, index) => index < proxies);
    return counted(noted) ?? counted(socket.remoteAddress) ?? '';
  };
