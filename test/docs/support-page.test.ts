import { expect } from 'chai';
import type { RefusalNote, RowNotes, Schema } from '../../src/adapters/inbound/gateway/dialect.js';
import { messageSchema } from '../../src/adapters/inbound/dialects/support/schemas.js';
import { supportDialect } from '../../src/adapters/inbound/dialects/support/support-dialect.js';
import { EDGE_FAILURES } from '../support/edge-failures.js';
import { inMemory } from '../support/in-memory.js';
import { propertiesOf, requiredOf } from '../support/schemas.js';
import { codes, page, prose, rows, section } from './support/pages.js';
import { groundOf } from '../support/guest-ids.js';

const described = page('docs/dialects/support.md');
const { admission, events, namespace, refuse, rest } = supportDialect(groundOf(inMemory().cases));

/** Before a route is asked, or instead of it. */
const EDGE_PROBLEMS = [
  'notFound',
  'methodNotAllowed',
  'originNotAllowed',
  'malformed',
  'tooLarge',
  'unsupported',
  'internal',
] as const;

/** With a `?` where clients may leave them out, as the page has them; not those that nobody may send. */
const fieldsOf = (schema: Schema): readonly string[] => {
  const required = requiredOf(schema);
  return Object.entries(propertiesOf(schema))
    .filter(([, { not }]) => not === undefined)
    .map(([name]) => (required.includes(name) ? name : `${name}?`));
};

const listOf = (text: string): readonly string[] => text.split(/,\s*/).filter((one) => one !== '');

/** The first group of a pattern, where the page has it. */
const written = (pattern: RegExp): string => {
  const [, found] = pattern.exec(described.text) ?? [];
  if (found === undefined) throw new Error(`the page has no ${pattern.source}`);
  return found;
};

const notesOf = (noted: readonly RowNotes[]): readonly RefusalNote[] =>
  noted.flatMap(({ failures }) => failures.flatMap(({ refusals }) => refusals));

const sorted = <A>(items: readonly A[]): readonly A[] => [...new Set(items)].sort();

describe('docs/dialects/support.md', () => {
  it('says where the dialect is', () => {
    const [head = ''] = described.text.split('\n## ');
    expect(codes(head)).to.include.members([namespace, '/ws/support', rest.bases[0]]);
  });

  it('has every event that clients may send, with its fields, and no other', () => {
    const found = rows(section(described, 'Events')).flatMap(([asked = '']) =>
      codes(asked).map((code) => {
        const [, event = '', fields = ''] = /^(\S+) \{(.*)\}$/.exec(code) ?? [];
        return [event, listOf(fields)] as const;
      }),
    );
    const expected = events.map(({ event, input }) => {
      // Of the other spelling the page tells in words.
      const fields = fieldsOf(input).filter((field) => field !== 'client_message_id?');
      return [event, fields] as const;
    });
    expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(expected));
    const whole = codes(prose(described));
    expect(whole).to.include('client_message_id').and.include(`${admission.event} {token}`);
  });

  it('has every field of a message', () => {
    const found = listOf(written(/`message:received`: `\{([^}]*)\}`/));
    expect(found).to.have.members(Object.keys(propertiesOf(messageSchema)));
  });

  it('has every code of an error, and no other', () => {
    const table = rows(section(described, 'Errors'));
    for (const [code, why] of table) expect(why, code).to.not.equal('');
    const found = table.flatMap(([code = '']) => codes(code));
    expect(new Set(found).size, 'a row for each').to.equal(table.length);
    const ofEdge = Object.values(EDGE_FAILURES).map((failure) => {
      const { code } = refuse(failure, null).acknowledgement as { readonly code: string };
      return code;
    });
    const ofRows = notesOf(events).map(({ code }) => code);
    expect(sorted(found)).to.deep.equal(sorted([...ofRows, ...ofEdge]));
  });

  it('has every route, with what its query or body may hold, and no other', () => {
    const found = rows(section(described, 'REST')).map(([asked = '']) => {
      const [, request = '', query = '', body = ''] =
        /^`([^`?{]+?)(?:\?([^`]*))?(?: \{(.*)\})?`$/.exec(asked) ?? [];
      return [request, [...new URLSearchParams(query).keys(), ...listOf(body)]] as const;
    });
    const expected = rest.routes.map(({ method, path, input }) => {
      const { query = {}, body = {} } = propertiesOf(input);
      const fields = [...Object.keys(propertiesOf(query)), ...fieldsOf(body)];
      return [`${method} ${path}`, fields] as const;
    });
    expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(expected));
  });

  it('has every status that a request can be answered with, and no other', () => {
    const found = written(/^Statuses: (.*?)\.$/ms).match(/\b\d{3}\b/g) ?? [];
    const ofRoutes = notesOf(rest.routes).map(({ status }) => status);
    const ofEdge = [
      rest.refuse(EDGE_FAILURES.AuthRequired),
      ...EDGE_PROBLEMS.map((problem) => rest.problem(problem)),
    ].map(({ status }) => status);
    expect(sorted(found.map(Number))).to.deep.equal(sorted([...ofRoutes, ...ofEdge]));
  });
});
