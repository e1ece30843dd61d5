import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { messageSchema } from '../../src/adapters/inbound/dialects/support/schemas.js';
import { DIALECTS, dialects } from '../../src/bootstrap/dialects.js';
import { groundOf } from '../support/guest-ids.js';
import { inMemory } from '../support/in-memory.js';
import { propertiesOf } from '../support/schemas.js';
import { codes, rows, section, tables } from './support/pages.js';
import { describeDialectPage, dialectPage, listOf } from './support/dialect-page.js';

const OUTBOUND = 'src/adapters/inbound/dialects/livechat/outbound.ts';

for (const name of DIALECTS) {
  describe(`docs/dialects/${name}.md`, () => {
    describeDialectPage(dialects[name](groundOf(inMemory().cases)));
  });
}

describe('docs/dialects/livechat.md', () => {
  it('has every kind of `conversation_updated`, as its owner gets it', () => {
    const { described } = dialectPage('livechat');
    const table = tables(section(described, 'Events'), '`event`').flatMap(rows);
    const found = table.flatMap(([kinds = '']) => codes(kinds));
    const source = readFileSync(join(PROJECT, OUTBOUND), 'utf8');
    const kinds = [...source.matchAll(/updated\('(\w+)'/g)].map(([, kind = '']) => kind);
    expect(found).to.have.members(kinds);
  });
});

describe('docs/dialects/support.md', () => {
  it('has every field of a message', () => {
    const found = listOf(dialectPage('support').written(/`message:received`: `\{([^}]*)\}`/));
    expect(found).to.have.members(Object.keys(propertiesOf(messageSchema)));
  });
});
