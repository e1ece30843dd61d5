import { expect } from 'chai';
import type {
  Dialect,
  RefusalNote,
  RowNotes,
  Schema,
} from '../../../src/adapters/inbound/gateway/dialect.js';
import { EDGE_FAILURES } from '../../support/edge-failures.js';
import { propertiesOf, requiredOf } from '../../support/schemas.js';
import { codes, page, prose, rows, section, tables } from './pages.js';

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

/** Of the other spelling pages tell in words. */
const SPELLED_OTHERWISE = 'client_message_id?';

/** With a `?` where clients may leave them out, as pages have them; not those that nobody may send. */
const fieldsOf = (schema: Schema): readonly string[] => {
  const required = requiredOf(schema);
  return Object.entries(propertiesOf(schema))
    .filter(([, { not }]) => not === undefined)
    .map(([name]) => (required.includes(name) ? name : `${name}?`))
    .filter((field) => field !== SPELLED_OTHERWISE);
};

export const listOf = (text: string): readonly string[] =>
  text.split(/,\s*/).filter((one) => one !== '');

const notesOf = (noted: readonly RowNotes[]): readonly RefusalNote[] =>
  noted.flatMap(({ failures }) => failures.flatMap(({ refusals }) => refusals));

const sorted = <A>(items: readonly A[]): readonly A[] => [...new Set(items)].sort();

/** The page of a dialect, with what is found on it. */
export const dialectPage = (name: string) => {
  const described = page(`docs/dialects/${name}.md`);
  return {
    described,
    /** The first group of a pattern, where the page has it. */
    written: (pattern: RegExp): string => {
      const [, found] = pattern.exec(described.text) ?? [];
      if (found === undefined) throw new Error(`the page has no ${pattern.source}`);
      return found;
    },
  };
};

/** That the page of a dialect has all that its tables say, and nothing else. */
export const describeDialectPage = ({
  name,
  admission,
  events,
  namespace,
  refuse,
  rest,
}: Dialect): void => {
  const { described, written } = dialectPage(name);

  it('says where the dialect is', () => {
    const [head = ''] = described.text.split('\n## ');
    expect(codes(head)).to.include.members([namespace, `/ws/${name}`, ...rest.bases.slice(0, 1)]);
  });

  it('has every event that clients may send, with its fields, and no other', () => {
    const [table = ''] = tables(section(described, 'Events'), 'client sends');
    const found = rows(table).flatMap(([asked = '']) =>
      codes(asked).map((code) => {
        const [, event = '', fields = ''] = /^(\S+) \{(.*)\}$/.exec(code) ?? [];
        return [event, listOf(fields)] as const;
      }),
    );
    const expected = events.map(({ event, input }) => [event, fieldsOf(input)] as const);
    expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(expected));
    const whole = codes(prose(described));
    expect(whole).to.include('client_message_id').and.include(`${admission.event} {token}`);
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
    const found = tables(section(described, 'REST'), 'request')
      .flatMap(rows)
      .map(([cell = '']) => {
        const [, request = '', query = '', body = ''] =
          /^`([^`?{]+?)(?:\?([^`]*))?(?: \{(.*)\})?`$/.exec(cell) ?? [];
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
      rest.refuse(EDGE_FAILURES.StaffOnly),
      ...EDGE_PROBLEMS.map((problem) => rest.problem(problem)),
    ].map(({ status }) => status);
    expect(sorted(found.map(Number))).to.deep.equal(sorted([...ofRoutes, ...ofEdge]));
  });
};
