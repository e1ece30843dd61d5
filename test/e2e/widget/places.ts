import { widgetPage } from '../../support/document-001.js';
import { SECRET } from '../support/tokens.js';
import { type Front, front } from './front.js';
import { staticSite } from './static-site.js';

/** A page with the widget, and the way from there to a server. */
export interface Place {
  readonly url: string;
  /** For the server: one in production, where no page is let in for being of this machine. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the page takes for the server. */
  readonly front: Front;
  /** What a browser keeps of the server's there. */
  readonly cookies: readonly string[];
  close(): Promise<void>;
}

const PRODUCTION = { NODE_ENV: 'production', JWT_SECRET: SECRET };

const sameOrigin = async (): Promise<Place> => {
  const way = await front();
  way.show(widgetPage(way.origin));
  return {
    url: way.page,
    environment: PRODUCTION,
    front: way,
    cookies: ['guest_id, HttpOnly, Lax'],
    close: () => way.close(),
  };
};

/** Of another host name too, so that a browser takes it for another site. */
const elsewhere = async (): Promise<Place> => {
  const [way, site] = await Promise.all([front(), staticSite('localhost')]);
  site.show(widgetPage(way.origin));
  return {
    url: site.origin,
    environment: { ...PRODUCTION, CORS_ORIGINS: site.origin },
    front: way,
    cookies: [],
    close: async () => {
      await site.close();
      await way.close();
    },
  };
};

/** Every place that a server lets in. */
export const PLACES = {
  'of the same origin': sameOrigin,
  'of another origin': elsewhere,
} as const satisfies Readonly<Record<string, () => Promise<Place>>>;
