import { expect } from 'chai';
import type { HttpMethod } from '../../../../src/adapters/inbound/gateway/transport.js';
import { refuseRouteClashes } from '../../../../src/adapters/inbound/gateway/route-clashes.js';

const dialect = (name: string, ...routes: readonly string[]) => ({
  name,
  rest: {
    routes: routes.map((route) => {
      const [method, path] = route.split(' ') as [HttpMethod, string];
      return { method, path };
    }),
  },
});

const check =
  (...dialects: readonly ReturnType<typeof dialect>[]) =>
  () =>
    refuseRouteClashes(dialects);

describe('routes of several dialects', () => {
  it('may share a path when their methods differ, and a beginning', () => {
    expect(
      check(
        dialect('one', 'GET /a/:id', 'POST /a', 'GET /a', 'GET /b/:id/c'),
        dialect('two', 'PATCH /a/:id', 'DELETE /a', 'GET /a/:id/c', 'GET /b/:id/d'),
      ),
    ).not.to.throw();
  });

  it('refuse the start when both answer the same request, and say whose they are', () => {
    for (const [one, two] of [
      ['GET /a', 'GET /a'],
      ['GET /a/:id', 'GET /a/:name'],
      ['GET /a/:id', 'GET /a/list'],
      ['GET /a/list', 'GET /a/:id'],
      ['GET /a/', 'GET /A'],
    ] as const) {
      expect(check(dialect('one', 'POST /x', one), dialect('two', two))).to.throw(
        `${two} of dialect two clashes with ${one.slice(4)} of dialect one`,
      );
    }
  });

  it('are a table each: a word may stand before a parameter, but nothing twice', () => {
    expect(check(dialect('one', 'GET /a/list', 'GET /a/:id'))).not.to.throw();
    expect(check(dialect('one', 'GET /a/:id', 'GET /a/:name'))).to.throw('of dialect one');
  });
});
