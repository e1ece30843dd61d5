import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { EventTable } from '../../../../src/adapters/inbound/gateway/event-table.js';
import { dialectLike } from '../../../support/dialects.js';
import { row } from '../../../support/rows.js';

const rowOf = (event: string) =>
  row(event, () =>
    right({
      key: '',
      pipelined: false,
      run: () => Promise.resolve({ frames: [], acknowledgement: event }),
    }),
  );

const dialect = (name: string, admits: string, ...events: readonly string[]) =>
  dialectLike(name, { admission: { event: admits }, events: events.map(rowOf) });

describe('EventTable', () => {
  const one = dialect('one', 'auth', 'send', 'join');
  const two = dialect('two', 'authenticate', 'post');
  const table = new EventTable([one, two]);

  it('finds each event of each dialect, with the row that handles it', () => {
    for (const [dialect, event] of [
      [one, 'send'],
      [one, 'join'],
      [two, 'post'],
    ] as const) {
      const row = dialect.events.find((known) => known.event === event);
      const expected = { dialect, spoken: [dialect], admits: false, row };
      expect(table.find(event)).to.deep.equal(expected);
    }
  });

  it('takes auth in every dialect, as none’s own, and the event of each of its own', () => {
    const admitting = { admits: true, row: null };
    const ofAll = { dialect: null, ...admitting };
    expect(table.find('auth')).to.deep.equal({ ...ofAll, spoken: [one, two] });
    const own = { dialect: two, spoken: [two], ...admitting };
    expect(table.find('authenticate')).to.deep.equal(own);
    const alone = new EventTable([two]);
    expect(alone.find('auth')).to.deep.equal({ ...ofAll, spoken: [two] });
  });

  it('has what is nobody’s, whatever it is', () => {
    const names = ['', 'SEND', 'constructor', '__proto__', 'toString', 'get', 'size'];
    for (const event of [...names, undefined, null, 5, {}, ['send'], Symbol('send')]) {
      const expected = { dialect: null, spoken: [], admits: false, row: null };
      expect(table.find(event)).to.deep.equal(expected);
    }
  });

  it('refuses two dialects that take the same event, and says whose it is', () => {
    for (const [first, second, event] of [
      [dialect('one', 'auth', 'send'), dialect('two', 'auth', 'send'), 'send'],
      [dialect('one', 'auth', 'auth'), two, 'auth'],
      [dialect('one', 'enter'), dialect('two', 'enter'), 'enter'],
      [dialect('one', 'enter'), dialect('two', 'auth', 'enter'), 'enter'],
      [dialect('one', 'auth', 'enter'), dialect('two', 'enter'), 'enter'],
    ] as const) {
      expect(() => new EventTable([first, second])).to.throw(`both take the event "${event}"`);
      expect(() => new EventTable([first, second])).to.throw(new RegExp(`one and (one|two) both`));
    }
  });

  it('has no objection to dialects that share nothing but auth', () => {
    expect(() => new EventTable([one, dialect('three', 'auth', 'talk')])).not.to.throw();
  });
});
