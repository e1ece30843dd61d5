import type { IncomingMessage, Server } from 'node:http';
import type { Logger } from '../application/ports/logger.js';
import type { Config } from './config.js';

/** Why links to files lead nobody there; null where they do. */
export const unreachableLinks = ({
  isProduction,
  publicUrl,
}: Pick<Config, 'isProduction' | 'publicUrl'>): string | null =>
  isProduction && publicUrl === null
    ? 'PUBLIC_URL is not set: links to files lead to where the server itself listens'
    : null;

/** Says once that a proxy stands before the server of which it has not been told. */
export const watchForProxies = (
  server: Server,
  { trustProxy }: Pick<Config, 'trustProxy'>,
  logger: Logger,
): void => {
  if (trustProxy > 0) return;
  // The listener cannot be taken off again: others, which ask ahead of it, have gathered those there are.
  let isSaid = false;
  const look = ({ headers }: IncomingMessage): void => {
    if (isSaid || headers['x-forwarded-for'] === undefined) return;
    isSaid = true;
    logger.warn(
      'a request has X-Forwarded-For, and TRUST_PROXY is 0: all who come through a proxy share its address, and its limits',
    );
  };
  server.on('request', look).on('upgrade', look);
};
