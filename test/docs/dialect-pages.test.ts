import { expect } from 'chai';
import { messageSchema } from '../../src/adapters/inbound/dialects/support/schemas.js';
import { DIALECTS, dialects } from '../../src/bootstrap/dialects.js';
import { groundOf } from '../support/guest-ids.js';
import { inMemory } from '../support/in-memory.js';
import { propertiesOf } from '../support/schemas.js';
import { describeDialectPage, dialectPage, listOf } from './support/dialect-page.js';

for (const name of DIALECTS) {
  describe(`docs/dialects/${name}.md`, () => {
    describeDialectPage(dialects[name](groundOf(inMemory().cases)));
  });
}

describe('docs/dialects/support.md', () => {
  it('has every field of a message', () => {
    const found = listOf(dialectPage('support').written(/`message:received`: `\{([^}]*)\}`/));
    expect(found).to.have.members(Object.keys(propertiesOf(messageSchema)));
  });
});
