import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type {
  Dialect,
  EventRow,
  Reply,
  Route,
  RouteOf,
  RowNotes,
} from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type { HttpReply } from '../../../../../src/adapters/inbound/gateway/transport.js';
import { handled } from './bound-rows.js';
import type { DescribedDialect } from './described-dialect.js';

/** The same dialect, of which something is made anew. */
export const remade = (
  described: DescribedDialect,
  change: (dialect: Dialect) => Partial<Dialect>,
): DescribedDialect => ({
  ...described,
  make: (ground) => {
    const dialect = described.make(ground);
    return { ...dialect, ...change(dialect) };
  },
});

/** With another event in the place of that one. */
export const withEvent = (
  described: DescribedDialect,
  name: string,
  change: (row: EventRow) => Partial<EventRow>,
): DescribedDialect =>
  remade(described, ({ events }) => ({
    events: events.map((row) => (row.event === name ? { ...row, ...change(row) } : row)),
  }));

type Handle = RouteOf<'anyone'>['handle'];

const handleOf =
  (route: Route): Handle =>
  (by, request) =>
    handled(route, by, request);

export const withRoute = (
  described: DescribedDialect,
  name: string,
  change: (notes: RowNotes, handle: Handle) => Partial<RowNotes & { readonly handle: Handle }>,
): DescribedDialect =>
  remade(described, ({ rest }) => ({
    rest: {
      ...rest,
      routes: rest.routes.map((route) =>
        `${route.method} ${route.path}` === name
          ? { ...route, ...change(route, handleOf(route)) }
          : route,
      ),
    },
  }));

/** The event with another answer. */
export const replying =
  (change: (reply: Reply) => Partial<Reply>) =>
  ({ handle }: EventRow): Pick<EventRow, 'handle'> => ({
    handle: (payload) => {
      const call = handle(payload);
      if (isLeft(call)) return left({ ...call.left, ...change(call.left) });
      const { run } = call.right;
      return right({
        ...call.right,
        run: async (caller, entered) => {
          const reply = await run(caller, entered);
          return { ...reply, ...change(reply) };
        },
      });
    },
  });

/** The route with another answer. */
export const answering =
  (change: (reply: HttpReply) => HttpReply) =>
  (_notes: RowNotes, handle: Handle): { readonly handle: Handle } => ({
    handle: async (by, request) => change(await handle(by, request)),
  });
