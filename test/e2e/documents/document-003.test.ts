import { expect } from 'chai';
import { LASTING_STORES, needsStore } from '../../support/bound-stores.js';
import { type EicarClamd, eicarClamd } from '../support/eicar-clamd.js';
import {
  boldItemsIn,
  bulletsIn,
  DOCUMENT_003,
  examplesIn,
  headingsIn,
  headingsWithBlocks,
} from './document-items.js';
import type { Check } from './endpoints-004.js';
import { startedServer } from './ground.js';
import { OF_FILES } from './files-003.js';
import * as practices from './practices-003.js';
import * as programs from './programs-003.js';

const PROGRAMS = { ...programs.PROGRAMS, ...OF_FILES.programs };
const PRACTICES = { ...practices.PRACTICES, ...OF_FILES.practices };
const FEATURES = { ...practices.FEATURES, ...OF_FILES.features };
const SECURITY = { ...practices.SECURITY, ...OF_FILES.security };
const ISSUES = { ...practices.ISSUES, ...OF_FILES.issues };

type Section = readonly [string, readonly string[], Readonly<Record<string, Check>>];

/** By section: what the document has there, and what is tested of it. */
const SECTIONS: readonly Section[] = [
  ['Overview', bulletsIn(DOCUMENT_003, 'Overview'), FEATURES],
  [
    'Programs',
    headingsWithBlocks(DOCUMENT_003).filter((heading) => !Object.hasOwn(PRACTICES, heading)),
    PROGRAMS,
  ],
  ['Best Practices', headingsIn(DOCUMENT_003, 'Best Practices', 3), PRACTICES],
  ['Security Notes', boldItemsIn(DOCUMENT_003, 'Security Notes'), SECURITY],
  ['Common Issues:', boldItemsIn(DOCUMENT_003, 'Common Issues:'), ISSUES],
];

describe('document 003', () => {
  it('has a test for each of its items, and no other', () => {
    for (const [heading, items, checks] of SECTIONS) {
      expect(items, heading).to.not.deep.equal([]);
      expect(Object.keys(checks), heading).to.have.members([...items]);
    }
  });

  it('has a test for each of its programs', () => {
    const shown = new Set(examplesIn(DOCUMENT_003).map(({ heading }) => heading));
    const run = [PROGRAMS, PRACTICES].flatMap((checks) => Object.keys(checks));
    expect(run).to.have.members([...shown]);
  });

  it('has a test under each heading, but of those that hold others, and of its page', () => {
    const tested = SECTIONS.flatMap(([heading, items]) => [heading, ...items]);
    const holding = ['Authentication', 'Ticket Management', 'Messages', 'Sending Messages'];
    const others = ['Typing Indicators', 'Migration from HTTP', 'Troubleshooting'];
    const ofPage = ['Example Implementation'];
    for (const level of [2, 3, 4]) {
      const headings = headingsIn(DOCUMENT_003, 'WebSocket Chat API Documentation', level);
      expect([...tested, ...holding, ...others, ...ofPage]).to.include.members([...headings]);
    }
  });

  for (const store of LASTING_STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      describe('as it is started', () => {
        let clamd: EicarClamd;
        before(async () => {
          clamd = await eicarClamd();
        });
        after(() => clamd.stop());
        const ground = startedServer(place, () => clamd.environment);
        for (const [heading, , checks] of SECTIONS) {
          describe(heading, () => {
            for (const [item, check] of Object.entries(checks)) it(item, () => check(ground.url));
          });
        }
      });
    });
  }
});
