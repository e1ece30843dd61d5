import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody's site: an origin of its own, with one page. */
export interface StaticSite {
  readonly origin: string;
  /** What the page is from now on. */
  show(html: string): void;
  close(): Promise<void>;
}

/**
 * @param host servers of the tests have 127.0.0.1: to a browser, that is the same site on every port, and
 * localhost another
 */
export const staticSite = async (host: 'localhost' | '127.0.0.1'): Promise<StaticSite> => {
  let page = '';
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'text/html' });
    response.end(request.url === '/' ? page : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${port}`,
    show: (html) => {
      page = html;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
