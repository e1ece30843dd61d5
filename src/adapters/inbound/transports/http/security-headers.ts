import helmet from 'koa-helmet';
import type { Middleware } from 'koa';
import { FILES } from './file-endpoint.js';

const headers: Middleware = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  xFrameOptions: { action: 'deny' },
  // That is the promise of whoever ends TLS, before this server.
  strictTransportSecurity: false,
});

/**
 * What every answer says to browsers, save what its endpoint says otherwise: it is no page, stands in no frame, and is what it
 * says that it is. Files may be shown by pages of other origins, and say all of it themselves.
 */
export const securityHeaders: Middleware = async (ctx, next) => {
  await (ctx.path.startsWith(FILES) ? next() : headers(ctx, next));
};
