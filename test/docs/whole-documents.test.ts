import { expect } from 'chai';
import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import { inMemory } from '../support/in-memory.js';
import { page } from './support/pages.js';
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

describe('docs/dialects/support.md', () => {
  it('says rightly that all of documents 000 and 001 is served', () => {
    expect(page('docs/dialects/support.md').text).to.contain(
      'Every event and every endpoint of documents 000 and 001 is served.',
    );
    expect(served).to.include.members([...EVENTS, ...REQUESTS]);
  });
});
