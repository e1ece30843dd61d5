import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Asks before anybody else hears of it, of those who listen by now. */
export const aheadOf = (
  server: Server,
  event: 'request' | 'upgrade',
  mayPass: (request: IncomingMessage, response: ServerResponse) => boolean,
): void => {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (...args: [IncomingMessage, ServerResponse]) => {
    if (!mayPass(...args)) return;
    for (const listener of listeners) listener.apply(server, args);
  });
};
