import { expect } from 'chai';
import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from '../e2e/support/in-process-server.js';
import { rest } from '../e2e/support/rest-client.js';
import { someone, token } from '../e2e/support/tokens.js';
import { inMemory } from '../support/in-memory.js';
import { codes, page, rows, section } from './support/pages.js';
import { groundOf } from '../support/guest-ids.js';

/** What clients may send by documents 000 and 001, with our name for what stands for an id. */
const EVENTS = [
  ...['message:send', 'conversation:join', 'conversation:leave'],
  ...['typing:start', 'typing:stop', 'message:read'],
];
const REQUESTS = [
  'GET /api/support/conversation',
  'POST /api/support/conversation/guest',
  'GET /api/support/conversation/:conversationId/messages',
  'GET /api/support/conversation/:conversationId',
  'GET /api/admin/support/conversations',
  'POST /api/support/onboarding/generate-code',
  'POST /api/support/onboarding/verify-code',
];

const dialect = supportDialect(groundOf(inMemory().cases));
const served = [
  ...dialect.events.map(({ event }) => event),
  ...dialect.rest.routes.map(({ method, path }) => `${method} ${path}`),
];

const table = rows(section(page('docs/dialects/support.md'), 'Not there yet')).map(
  ([asked = '', answer = '']) => ({ asked: codes(asked)[0] ?? '', answer }),
);

/** Less what a query or a payload holds. */
const nameOf = (asked: string): string => asked.replace(/(\?| \{).*$/, '');

describe('what docs/dialects/support.md says is not there yet', () => {
  let server: App;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('is all that the documents have and the dialect has not', () => {
    const missing = [...EVENTS, ...REQUESTS].filter((one) => !served.includes(one));
    const named = table.map(({ asked }) => nameOf(asked));
    expect(named).to.include.members(missing);
    expect(named.filter((one) => !missing.includes(one))).to.deep.equal([]);
  });

  for (const { asked, answer } of table.filter((row) => row.asked.includes(' /'))) {
    it(`is answered as it says: ${asked}`, async () => {
      const [method = '', target = ''] = asked.split(' ');
      const bearer = token({ sub: someone(), role: 'admin' });
      const { status } = await rest(server.url, target, bearer, { method });
      expect(status).to.equal(Number.parseInt(answer, 10));
    });
  }
});
