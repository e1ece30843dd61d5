import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { actorFromClaims } from '../../src/adapters/outbound/identity/claims.js';
import { secretKey } from '../../src/adapters/outbound/identity/secret-key.js';
import { FAMILIES } from '../../src/bootstrap/token-keys.js';
import { type Actor, isStaff } from '../../src/domain/actor.js';
import { PROJECT } from '../architecture/support/tree.js';
import { REASONS } from '../contract/token-verifier.contract.js';
import { blocks, codes, page, rows, section } from './support/pages.js';

const described = page('docs/tokens.md');
const table = rows(section(described, 'Claims')).map(([claims = '']) => codes(claims));

/** Those that say whether a token counts at all, which the verifier's contract is about. */
const VALIDITY = ['exp', 'nbf', 'iss', 'aud'];

type Person = Exclude<Actor, { readonly kind: 'system' }>;

const actorOf = (claims: object): Person => {
  const actor = actorFromClaims(claims);
  if (actor === null || actor.kind === 'system') throw new Error('it names nobody');
  return actor;
};

/** Where each row's claims end up, by the first of them. */
const PLACES: Readonly<Record<string, (person: Person) => unknown>> = {
  sub: ({ id }) => id,
  'app_metadata.role': ({ kind }) => kind,
  name: ({ profile }) => profile.name,
  firstName: ({ profile }) => profile.firstName,
  email: ({ profile }) => profile.email,
  phone_number: ({ profile }) => profile.phone,
  company: ({ profile }) => profile.company,
};

/** A value of its own for each claim of a row. */
const valueOf = (row: readonly string[], index: number): string =>
  row.includes('role') ? (['admin', 'agent'][index % 2] ?? '') : `value ${index}`;

/** Claims with a value at a path such as `app_metadata.role`. */
const at = (path: string, value: unknown): object => {
  const [outer = '', inner] = path.split('.');
  return { [outer]: inner === undefined ? value : { [inner]: value } };
};

describe('docs/tokens.md', () => {
  it('has every claim that is read, and no other', () => {
    const source = readFileSync(join(PROJECT, 'src/adapters/outbound/identity/claims.ts'), 'utf8');
    const read = [...source.matchAll(/claims\['(\w+)'\]/g)].map(([, name = '']) => name);
    const named = table.flat().map((claim) => claim.split('.')[0] ?? '');
    expect(new Set(named)).to.deep.equal(new Set([...VALIDITY, ...read]));
  });

  for (const row of table.filter(([first = '']) => first in PLACES)) {
    it(`has them in the order in which they count: ${row.join(', ')}`, () => {
      row.forEach((_claim, start) => {
        const said = row.slice(start).map((claim, index) => at(claim, valueOf(row, start + index)));
        const named = row.includes('sub') ? {} : { sub: 'alice' };
        const person = actorOf(said.reduce((all, one) => ({ ...all, ...one }), named));
        expect(PLACES[row[0] ?? '']?.(person)).to.match(new RegExp(`^${valueOf(row, start)}\\b`));
      });
    });
  }

  it('has a row for everything that a token may say of a person', () => {
    const firsts = table.map(([first]) => first);
    expect(firsts).to.have.members([...VALIDITY, ...Object.keys(PLACES), 'departments']);
  });

  it('has every role, with the values that stand for it', () => {
    const roles = rows(section(described, 'Roles')).map(
      ([role = '', values = '']) => [codes(role)[0], codes(values)] as const,
    );
    expect(roles.map(([role]) => role)).to.deep.equal(['admin', 'agent', 'customer']);
    for (const [kind, values] of roles) {
      for (const role of values)
        expect(actorOf({ sub: 'alice', role, type: 'admin' }).kind, role).to.equal(kind);
    }
    expect(actorOf({ sub: 'alice', role: 'anything else' }).kind).to.equal('customer');
  });

  it('has an example that is what it says', () => {
    const [example = ''] = blocks(described.text, 'json');
    const agent = actorOf(JSON.parse(example) as object);
    expect(isStaff(agent) && agent.kind === 'agent' && agent.departments).to.deep.equal([
      'billing',
    ]);
  });

  it('has every variable that may hold keys, and the algorithms of each', () => {
    const keys = rows(section(described, 'Keys')).map(([name = '', algorithms = '']) => [
      codes(name)[0],
      codes(algorithms),
    ]);
    expect(Object.fromEntries(keys)).to.deep.equal({
      JWT_SECRET: [secretKey('secret').algorithm],
      JWT_PUBLIC_KEY: ['RS256', 'ES256'],
      JWKS_URL: ['RS256', 'ES256'],
    });
    expect(keys.map(([name]) => name)).to.deep.equal(FAMILIES);
  });

  it('has every reason that the log gives', () => {
    const reasons = rows(section(described, 'When one is refused')).flatMap(([why = '']) =>
      codes(why),
    );
    expect(reasons).to.have.members([...REASONS, 'length', 'none', 'no keys']);
  });
});
