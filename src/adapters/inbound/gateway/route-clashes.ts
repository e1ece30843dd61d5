import type { Route } from './dialect.js';

type Address = Pick<Route, 'method' | 'path'>;

interface OwnedRoute extends Address {
  readonly dialect: string;
}

export interface RoutedDialect {
  readonly name: string;
  readonly rest: { readonly routes: readonly Address[] };
}

/** Parameters under one name, in the router's eyes: case and a slash at the end make no other path. */
const segments = (path: string): readonly string[] =>
  path
    .toLowerCase()
    .replace(/\/$/, '')
    .split('/')
    .map((segment) => (segment.startsWith(':') ? ':' : segment));

/** Within a dialect the order of its table decides between a parameter and a word; between two nothing does. */
const clash = (one: OwnedRoute, other: OwnedRoute): boolean => {
  const ones = segments(one.path);
  const others = segments(other.path);
  const isShared = one.dialect !== other.dialect;
  const meets = (a: string, b: string | undefined): boolean =>
    a === b || (isShared && (a === ':' || b === ':'));
  return (
    one.method === other.method &&
    ones.length === others.length &&
    ones.every((segment, index) => meets(segment, others[index]))
  );
};

/** @throws Error when two routes answer the same request */
export const refuseRouteClashes = (dialects: readonly RoutedDialect[]): void => {
  const known: OwnedRoute[] = [];
  for (const { name: dialect, rest } of dialects) {
    for (const { method, path } of rest.routes) {
      const route = { method, path, dialect };
      const other = known.find((one) => clash(one, route));
      if (other !== undefined) {
        throw new Error(
          `${method} ${path} of dialect ${dialect} clashes with ${other.path} of dialect ${other.dialect}`,
        );
      }
      known.push(route);
    }
  }
};
