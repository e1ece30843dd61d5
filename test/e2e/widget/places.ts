import type { BrowserContext } from 'playwright-core';
import { widgetPage } from '../../support/document-001.js';
import { SECRET } from '../support/tokens.js';
import { staticSite } from './static-site.js';

/** Where the page with the widget is, as seen from the server. */
export interface Place {
  /** Of a server that lets it in; one in production, where no page is let in for being of this machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has a visitor's browser find the page of that server there. */
  show(visitor: BrowserContext, server: string): Promise<string>;
  close(): Promise<void>;
}

const PRODUCTION = { NODE_ENV: 'production', JWT_SECRET: SECRET };

/** As behind a proxy that serves pages and hands on the rest: the server itself has none. */
const sameOrigin = (): Promise<Place> =>
  Promise.resolve({
    environment: PRODUCTION,
    show: async (visitor, server) => {
      const url = `${server}/shop.html`;
      const body = widgetPage(server);
      await visitor.route(url, (route) => route.fulfill({ contentType: 'text/html', body }));
      return url;
    },
    close: () => Promise.resolve(),
  });

const elsewhere = async (): Promise<Place> => {
  const site = await staticSite('localhost');
  return {
    environment: { ...PRODUCTION, CORS_ORIGINS: site.origin },
    show: (_visitor, server) => {
      site.show(widgetPage(server));
      return Promise.resolve(site.origin);
    },
    close: () => site.close(),
  };
};

/** Every place that a server lets in. */
export const PLACES = {
  'of the same origin': sameOrigin,
  'of another origin': elsewhere,
} as const satisfies Readonly<Record<string, () => Promise<Place>>>;
