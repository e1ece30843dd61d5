import { createHash, timingSafeEqual } from 'node:crypto';
import type { RouteOf } from '../../gateway/dialect.js';
import { isNobody } from './asker.js';
import { notesOf } from '../common/failure-notes.js';
import { appKeyRequired, refusalOf } from './failures.js';

/** Those that apps bear which ask without a token; none where any app may. */
export type AppKeys = readonly string[];

const digest = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Whether a key is one of them, in a time that tells nothing of how much of it is right. */
const keyCheck = (appKeys: AppKeys): ((given: unknown) => boolean) => {
  const digests = appKeys.map(digest);
  return (given) => {
    const sent = digest(typeof given === 'string' ? given : '');
    return digests.filter((known) => timingSafeEqual(known, sent)).length > 0;
  };
};

const noted = (route: RouteOf<'anyone'>): RouteOf<'anyone'>['failures'] => {
  const kinds = route.failures.map(({ kind }) => kind);
  if (kinds.includes('AuthRequired')) return route.failures;
  return [...route.failures, ...notesOf({ AuthRequired: true }, refusalOf)];
};

/** The route for apps that bear one of the keys in `X-App-Key` (design, section 6). */
export const forApps = (appKeys: AppKeys, route: RouteOf<'anyone'>): RouteOf<'anyone'> => {
  const isKnown = keyCheck(appKeys);
  if (appKeys.length === 0) return route;
  return {
    ...route,
    failures: noted(route),
    turnsAway: ({ headers }) => (isKnown(headers['x-app-key']) ? null : appKeyRequired),
  };
};

/** The same, but for who comes with a token, who needs no key. */
export const forAppsOrUsers = (appKeys: AppKeys, route: RouteOf<'anyone'>): RouteOf<'anyone'> => {
  const isKnown = keyCheck(appKeys);
  if (appKeys.length === 0) return route;
  return {
    ...route,
    failures: noted(route),
    turnsAway: ({ headers }) =>
      headers['authorization'] !== undefined || isKnown(headers['x-app-key'])
        ? null
        : appKeyRequired,
    // Whatever stood where a token should: it has made nobody known.
    handle: (caller, request) =>
      isNobody(caller) && !isKnown(request.headers['x-app-key'])
        ? Promise.resolve(appKeyRequired)
        : route.handle(caller, request),
  };
};
