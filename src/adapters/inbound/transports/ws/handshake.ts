import type { IncomingMessage } from 'node:http';

/** The subprotocol that we speak and choose; a token offered beside it is not echoed. */
export const SUBPROTOCOL = 'switchboard.v1';

const TOKEN_PREFIX = 'bearer.';
const AUTHORIZATION = /^Bearer +(\S+)$/i;

/** A handshake's token, `null` when it brings none, or that it cannot be accepted as it is. */
export type OfferedToken = { readonly token: string | null } | { readonly problem: string };

/** From the `Authorization` header or a subprotocol `bearer.<token>`; never from the query string. */
export const offeredToken = ({ headers }: IncomingMessage): OfferedToken => {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const bearer = offered.find((name) => name.startsWith(TOKEN_PREFIX));
  if (bearer !== undefined && !offered.includes(SUBPROTOCOL)) {
    return { problem: `A token as a subprotocol needs ${SUBPROTOCOL} beside it` };
  }
  if (bearer !== undefined) return { token: bearer.slice(TOKEN_PREFIX.length) };
  if (headers.authorization === undefined) return { token: null };
  return { token: AUTHORIZATION.exec(headers.authorization)?.[1] ?? '' };
};
