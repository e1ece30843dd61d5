import { expect } from 'chai';
import { rows, section, tables } from '../../docs/support/pages.js';
import { LASTING_STORES, needsStore } from '../../support/bound-stores.js';
import {
  checklistOf,
  DOCUMENT_004,
  examplesIn,
  headingsIn,
  headingsWithBlocks,
} from './document-items.js';
import { type Check, ENDPOINT_CHECKS, RULE_CHECKS, rules } from './endpoints-004.js';
import { errorChecks, SCENARIOS } from './errors-004.js';
import { EMITTED, HEARD } from './events-004.js';
import { startedServer } from './ground.js';
import { LEGACY_CHECKS } from './legacy-004.js';
import { CHECKLIST, CONNECTIONS, SCREENS, STATUS_CHECKS } from './guide-004.js';

const REALTIME = 'Socket.IO — Real-Time Chat';

const tableOf = (heading: string, head: string): readonly (readonly string[])[] =>
  tables(section(DOCUMENT_004, heading), head).flatMap(rows);

const errors = tableOf('Error Handling', 'Scenario');

/** An item begins with what is checked. */
const begunBy = (checks: Readonly<Record<string, Check>>, item: string): string =>
  Object.keys(checks).find((beginning) => item.startsWith(beginning)) ?? item;

type Section = readonly [string, readonly string[], Readonly<Record<string, Check>>];

/** By section: what the document has there, and what is tested of it. */
const SECTIONS: readonly Section[] = [
  ['REST API Endpoints', headingsIn(DOCUMENT_004, 'REST API Endpoints', 3), ENDPOINT_CHECKS],
  ['Rules', rules(), RULE_CHECKS],
  ['Connection', headingsIn(DOCUMENT_004, 'Connection', 4), CONNECTIONS],
  ['Client Events (You Emit)', headingsIn(DOCUMENT_004, 'Client Events (You Emit)', 4), EMITTED],
  [
    'Server Events (You Listen To)',
    headingsIn(DOCUMENT_004, 'Server Events (You Listen To)', 4),
    HEARD,
  ],
  [
    'Conversation Status Values',
    tableOf('Conversation Status Values', 'Value').map(([value = '']) => value),
    STATUS_CHECKS,
  ],
  [
    'Mobile App Integration Guide',
    headingsIn(DOCUMENT_004, 'Mobile App Integration Guide', 3),
    SCREENS,
  ],
  [
    'Frontend Checklist',
    checklistOf(DOCUMENT_004).map((item) => begunBy(CHECKLIST, item)),
    CHECKLIST,
  ],
  [
    'Legacy Ticket Endpoints (Still Available)',
    tableOf('Legacy Ticket Endpoints (Still Available)', 'Method').map(
      ([method = '', path = '']) => `${method} ${path.replaceAll('`', '')}`,
    ),
    LEGACY_CHECKS,
  ],
  ['Error Handling', errors.map(([scenario = '']) => scenario), errorChecks(errors)],
];

describe('document 004', () => {
  it('has a test for each of its items, and no other', () => {
    for (const [heading, items, checks] of SECTIONS) {
      expect(items, heading).to.not.deep.equal([]);
      expect(Object.keys(checks), heading).to.have.members([...items]);
    }
    expect(SCENARIOS).to.have.members(errors.map(([scenario]) => scenario));
  });

  it('has a test for each of its programs', () => {
    const programs = examplesIn(DOCUMENT_004).map(({ heading }) => heading);
    const run = [CONNECTIONS, EMITTED, HEARD].flatMap((checks) => Object.keys(checks));
    expect(run).to.have.members(programs);
  });

  it('has a test for whatever it shows, but pictures', () => {
    const parts = ['Payload', 'Response', 'Response — New Conversation'];
    const known = [
      ...SECTIONS.flatMap(([, items]) => items),
      ...parts,
      'Response — Existing Conversation',
      'Connection',
    ];
    const pictures = [
      'Socket.IO Connection Lifecycle',
      'CRITICAL: Socket.IO Connection is MANDATORY for Real-Time',
    ];
    expect([...known, ...pictures]).to.include.members([...headingsWithBlocks(DOCUMENT_004)]);
    expect(headingsIn(DOCUMENT_004, REALTIME, 3)).to.deep.equal([
      'Connection',
      'Client Events (You Emit)',
      'Server Events (You Listen To)',
    ]);
  });

  for (const store of LASTING_STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      describe('as it is started', () => {
        const ground = startedServer(place);
        for (const [heading, , checks] of SECTIONS) {
          describe(heading, () => {
            for (const [item, check] of Object.entries(checks)) it(item, () => check(ground.url));
          });
        }
      });
    });
  }
});
