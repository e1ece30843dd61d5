import { expect } from 'chai';
import { LASTING_STORES, needsStore } from '../../support/bound-stores.js';
import * as access from './access-002.js';
import { CLIENTS, FLOW, URLS } from './connection-002.js';
import {
  boldItemsIn,
  bulletsIn,
  DOCUMENT_002,
  headingsIn,
  headingsWithBlocks,
  type Place,
} from './document-items.js';
import { CODES, ERRORS } from './errors-002.js';
import * as events from './events-002.js';
import { type Check, ENVIRONMENT, startedServer } from './ground-002.js';
import { ISSUES, PERFORMANCE, TESTING, VARIABLES } from './operation-002.js';
import { DEBUGGING, EXAMPLES, MONITORING } from './programs-002.js';
import * as rooms from './rooms-002.js';
import * as security from './security-002.js';
import { UPDATES } from './updates-002.js';

type Section = readonly [Place, readonly string[], Readonly<Record<string, Check>>];

/** But headings of what is a section itself. */
const headings = (place: Place, level: number, checks: Section[2]): Section => [
  place,
  headingsIn(DOCUMENT_002, place, level).filter((heading) => heading !== 'Common Error Codes'),
  checks,
];

const bold = (place: Place, checks: Section[2]): Section => [
  place,
  boldItemsIn(DOCUMENT_002, place),
  checks,
];

const bullets = (place: Place, checks: Section[2]): Section => [
  place,
  bulletsIn(DOCUMENT_002, place),
  checks,
];

const SENT = 'Client → Server Events';
const TOLD = 'Server → Client Events';
const SECURITY = 'Security Features';
const ACCESS = 'Room Access Control';
const NOTES = 'Development Notes';
const PERFORMANCE_PARTS = ['Connection Management', 'Memory Management', 'Scalability'];

/** Of what clients see nothing, or not without waiting for it: other tests prove it, by clocks and by counting. */
const UNSEEN = [
  'Heartbeat mechanism for connection health',
  'Rate limit data cleanup',
  'Efficient user lookup with caching',
  'Optimized database queries for real-time data',
];

/** What operators are to do. */
const ADVICE = bulletsIn(DOCUMENT_002, [NOTES, 'Production Considerations']);

/** By place: what the document has there, and what is tested of it. */
const SECTIONS: readonly Section[] = [
  bullets('Connection URL', URLS),
  headings('Authentication', 3, CLIENTS),
  bold('Connection Flow', FLOW),
  headings(['User Status Events', SENT], 4, events.STATUSES_SENT),
  bullets(['User Status Events', SENT, '`userOnline`'], events.STATUS_RESPONSES),
  headings(['User Status Events', TOLD], 4, events.STATUSES_TOLD),
  headings(['Chat Events', SENT], 4, events.CHAT_SENT),
  bullets(['Chat Events', SENT, '`joinChatGroup`'], rooms.JOINING),
  bullets(['Chat Events', SENT, '`sendMessage`'], security.MESSAGES),
  headings(['Chat Events', TOLD], 4, events.CHAT_TOLD),
  headings('Real-time Updates', 3, UPDATES),
  headings('Error Events', 3, ERRORS),
  bullets('Common Error Codes', CODES),
  bold('Room Types', rooms.TYPES),
  bullets([ACCESS, 'Clients'], rooms.OF_CLIENTS),
  bullets([ACCESS, 'Agents'], rooms.OF_AGENTS),
  bullets([ACCESS, 'Admins'], rooms.OF_ADMINS),
  bullets([SECURITY, 'Authentication'], access.AUTHENTICATION),
  bullets([SECURITY, 'Authorization'], access.AUTHORIZATION),
  bullets([SECURITY, 'Rate Limiting'], security.LIMITS),
  bullets([SECURITY, 'Data Validation'], security.VALIDATION),
  bullets([SECURITY, 'Security Logging'], security.LOGGING),
  headings('Client Implementation Examples', 3, EXAMPLES),
  [
    'Performance Considerations',
    PERFORMANCE_PARTS.flatMap((part) => bulletsIn(DOCUMENT_002, part)).filter(
      (item) => !UNSEEN.includes(item),
    ),
    PERFORMANCE,
  ],
  headings('Monitoring and Debugging', 3, MONITORING),
  bold('Common Issues', ISSUES),
  ['Debug Mode', ['Debug Mode'], DEBUGGING],
  ['Environment Setup', Object.keys(ENVIRONMENT), VARIABLES],
  bullets([NOTES, 'Testing'], TESTING),
];

/** In a minute the security log has so many lines of a kind, and no more. */
const isLogged = (place: Place): boolean =>
  place.includes('Security Logging') || place.includes('Rate Limiting');

describe('document 002', () => {
  it('has a test for each of its items, and no other', () => {
    for (const [place, items, checks] of SECTIONS) {
      expect(items, String(place)).to.not.deep.equal([]);
      expect(Object.keys(checks), String(place)).to.have.members([...items]);
    }
  });

  it('has a test for all that it lists, but what is seen by no client', () => {
    const tested = SECTIONS.flatMap(([, items]) => items);
    const listed = [...DOCUMENT_002.text.matchAll(/^(?:- (.+)|\d+\. \*\*(.+?)\*\*.*)$/gm)];
    expect(listed).to.have.length.greaterThan(70);
    const items = listed.map(([, bullet, item]) => bullet ?? item);
    expect([...tested, ...UNSEEN, ...ADVICE]).to.include.members(items);
    expect(tested).to.not.have.any.members([...UNSEEN, ...ADVICE]);
  });

  it('has a test for each of its programs and samples', () => {
    const shown = headingsWithBlocks(DOCUMENT_002);
    const tested = SECTIONS.flatMap(([place, items]) => [...[place].flat(), ...items]);
    expect(tested).to.include.members([...shown]);
  });

  it('has a test under each heading, but of those that tell what is in it and where to ask', () => {
    const tested = SECTIONS.flatMap(([place, items]) => [...[place].flat(), ...items]);
    const holding = ['Room Management', 'Troubleshooting', 'Common Error Codes'];
    const others = ['Overview', 'Production Considerations', 'Support'];
    for (const level of [2, 3, 4]) {
      const all = headingsIn(DOCUMENT_002, 'Servana Backend Socket.IO Documentation', level);
      expect([...tested, ...holding, ...others, ...PERFORMANCE_PARTS]).to.include.members([...all]);
    }
  });

  for (const store of LASTING_STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      for (const [how, sections] of [
        ['as it is started', SECTIONS.filter(([where]) => !isLogged(where))],
        ['with a log that is not full of others', SECTIONS.filter(([where]) => isLogged(where))],
      ] as const) {
        describe(how, () => {
          const ground = startedServer(place);
          for (const [where, , checks] of sections) {
            describe([where].flat().join(', '), () => {
              for (const [item, check] of Object.entries(checks)) it(item, () => check(ground));
            });
          }
        });
      }
    });
  }
});
