import { expect } from 'chai';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Documents may leave out what is below a second. */
const SHOWN_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** How document 004 writes an id. */
const SHOWN_ID = /^(?:conv|msg|ticket)-/;

/** How it writes the number of a ticket. */
const TICKET_NUMBER = /^SMI-\d{4}-\d{6,}$/;

/** What documents do not show, and clients pass over. */
const OURS = ['seq'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** That a value is what a document shows, but for times and ids, with no field less and none more. */
export const expectAsShown = (actual: unknown, shown: unknown, path = ''): void => {
  if (typeof shown === 'string' && SHOWN_TIME.test(shown)) {
    expect(actual, path).to.match(TIME);
  } else if (typeof shown === 'string' && SHOWN_ID.test(shown)) {
    expect(actual, path).to.match(UUID);
  } else if (typeof shown === 'string' && TICKET_NUMBER.test(shown)) {
    expect(actual, path).to.match(TICKET_NUMBER);
  } else if (Array.isArray(shown)) {
    expect(actual, path).to.be.an('array').with.length(shown.length);
    for (const [index, one] of shown.entries()) {
      expectAsShown((actual as readonly unknown[])[index], one, `${path}[${index}]`);
    }
  } else if (isRecord(shown)) {
    if (!isRecord(actual)) return expect.fail(`${path} is ${JSON.stringify(actual)}`);
    const keys = Object.keys(actual).filter((key) => !OURS.includes(key));
    expect(keys, path).to.have.members(Object.keys(shown));
    for (const [key, one] of Object.entries(shown)) {
      expectAsShown(actual[key], one, `${path}.${key}`);
    }
  } else {
    expect(actual, path).to.deep.equal(shown);
  }
};
