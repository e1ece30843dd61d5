import type { Durations, Ratings } from '../../../../../application/use-cases/get-statistics.js';
import type { Route } from '../../../gateway/dialect.js';
import { object } from '../../common/codecs.js';
import { StatsQuery } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { statsSchema } from '../statistics-schema.js';
import { found, row } from './row.js';

const wireDurations = ({ median, p90 }: Durations): object => ({ median, p90 });
const wireRatings = ({ average, count }: Ratings): object => ({ average, count });

/** Design, section 6, "Staff shapes". */
export const statsRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/unified-admin/support/stats',
    summary: 'What is open now, and what has come of conversations in the last days',
    access: 'staff',
    body: 'none',
    input: object({ query: StatsQuery }),
    output: statsSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor, { query: { days } }) => useCases.getStatistics(actor, days),
    reply: (statistics) =>
      found('Statistics fetched', {
        open: statistics.open,
        waiting_support: statistics.waitingSupport,
        waiting_user: statistics.waitingUser,
        unassigned: statistics.unassigned,
        closed: statistics.closed,
        first_response_seconds: wireDurations(statistics.firstResponse),
        resolution_seconds: wireDurations(statistics.resolution),
        ratings: wireRatings(statistics.ratings),
        agents: statistics.agents.map(({ staff, open, closed, ratings }) => ({
          admin_id: staff.id,
          name: staff.profile.name,
          open,
          closed,
          ratings: wireRatings(ratings),
        })),
      }),
  });
