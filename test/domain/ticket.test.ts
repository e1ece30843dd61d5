import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { toTicketId } from '../../src/domain/ids.js';
import {
  isSupportType,
  placeOf,
  SUPPORT_TYPE,
  type TicketContent,
  ticketContent,
  ticketKeys,
  ticketNumber,
  TICKET_PREFIX,
  yearOf,
} from '../../src/domain/ticket.js';
import { expectLeft } from '../support/expect-either.js';

const content = (wish: Partial<TicketContent> = {}): TicketContent => ({
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
  ...wish,
});

describe('ticketContent', () => {
  it('keeps what was typed, less what cannot be seen', () => {
    const typed = content({
      subject: 'My\u0000 card\u001b',
      description: 'Lost\u0007 it\n\ttoday',
      priority: 'urgent',
    });
    expect(ticketContent(typed)).to.deep.equal(
      right({ ...typed, subject: 'My card', description: 'Lost it\n\ttoday' }),
    );
  });

  for (const [name, subject] of [
    ['as long as a line may be', 'x'.repeat(200)],
    ['as long as that, in characters of two units', '😀'.repeat(200)],
  ] as const) {
    it(`takes a subject ${name}`, () => {
      expect(ticketContent(content({ subject }))).to.deep.equal(right(content({ subject })));
    });
  }

  for (const [name, wish, field, message] of [
    ['too long', { subject: 'x'.repeat(201) }, 'subject', 'Must be at most 200 characters'],
    ['empty', { subject: '' }, 'subject', 'Must not be empty'],
    ['blank', { subject: ' \u3000\t' }, 'subject', 'Must not be empty'],
    ['of control characters', { subject: '\u0000\u001b\n\u009f' }, 'subject', 'Must not be empty'],
    ['of what is drawn as nothing', { subject: '\u200b\u2800' }, 'subject', 'Must not be empty'],
  ] as const) {
    it(`refuses a subject that is ${name}`, () => {
      const refused = expectLeft(ticketContent(content(wish)), 'ValidationFailed');
      expect(refused).to.deep.include({ issues: [{ field, message }] });
    });
  }

  it('takes a description of 5,000 characters, and no longer one', () => {
    const description = 'x'.repeat(5_000);
    expect(ticketContent(content({ description }))).to.deep.equal(right(content({ description })));
    const refused = ticketContent(content({ description: `${description}x` }));
    expect(expectLeft(refused, 'ValidationFailed').issues).to.deep.equal([
      { field: 'description', message: 'Must be at most 5000 characters' },
    ]);
  });

  it('has no description where one shows nothing', () => {
    for (const description of ['', ' \n', '\u0000', null]) {
      expect(ticketContent(content({ description }))).to.deep.equal(right(content()));
    }
  });

  it('refuses a support type that is none, and says how one is written', () => {
    const refused = ticketContent(content({ supportType: 'general' }));
    expect(expectLeft(refused, 'ValidationFailed').issues).to.deep.equal([
      { field: 'supportType', message: `Must match ${SUPPORT_TYPE.source}` },
    ]);
  });
});

describe('isSupportType', () => {
  for (const text of ['GENERAL', 'TRANSACTION_ISSUE', 'AB', 'A_', `A${'B'.repeat(63)}`]) {
    it(`takes ${text}`, () => {
      expect(isSupportType(text)).to.equal(true);
    });
  }

  for (const text of [
    ...['', 'A', '_A', 'general', 'General', 'TRANSACTION ISSUE', 'TRANSACTION-ISSUE', 'A1'],
    ...['GENERAL\n', ' GENERAL', 'ÄRGER', `A${'B'.repeat(64)}`],
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(isSupportType(text)).to.equal(false);
    });
  }
});

describe('yearOf', () => {
  for (const [at, year] of [
    [Date.UTC(2026, 11, 31, 23, 59, 59, 999), 2026],
    [Date.UTC(2026, 11, 31, 23, 59, 59, 999) + 1, 2027],
    [Date.UTC(2027, 0, 1), 2027],
    [Date.UTC(2028, 1, 29), 2028],
    [0, 1970],
    [-1, 1969],
  ] as const) {
    it(`is ${year} at ${new Date(at).toISOString()}`, () => {
      expect(yearOf(at)).to.equal(year);
    });
  }
});

describe('ticketNumber', () => {
  for (const [serial, number] of [
    [1, 'SMI-2026-000001'],
    [4_321, 'SMI-2026-004321'],
    [999_999, 'SMI-2026-999999'],
    [1_000_000, 'SMI-2026-1000000'],
    [12_345_678, 'SMI-2026-12345678'],
  ] as const) {
    it(`is ${number}, which has its place`, () => {
      expect(ticketNumber('SMI', 2026, serial)).to.equal(number);
      expect(placeOf(number)).to.deep.equal({ year: 2026, serial });
    });
  }
});

describe('placeOf', () => {
  it('knows any prefix', () => {
    for (const prefix of ['S', 'SMI', 'A1', 'ABCDEFGHIJ']) {
      expect(TICKET_PREFIX.test(prefix)).to.equal(true);
      expect(placeOf(ticketNumber(prefix, 2031, 7))).to.deep.equal({ year: 2031, serial: 7 });
    }
  });

  it('knows no place of what is no number', () => {
    for (const text of [
      ...['', 'SMI', 'SMI-2026', 'SMI-2026-', 'SMI-2026-00001', 'smi-2026-000001', '1-2026-000001'],
      ...['SMI-26-000001', 'SMI-2026-00000x', 'SMI-2026-000001 ', ' SMI-2026-000001'],
      ...['SMI-2026-000001\n', 'SMI--2026-000001', '-2026-000001', 'SMI-2026-000001-1'],
      ...['00000000-0000-7000-8000-000000000001', 'SMI-2026-٠٠٠٠٠١'],
    ]) {
      expect(placeOf(text), text).to.equal(null);
    }
  });

  it('knows none past all that can be counted', () => {
    expect(placeOf(`SMI-2026-${'9'.repeat(15)}`)).to.deep.equal({
      year: 2026,
      serial: 999_999_999_999_999,
    });
    for (const text of [`SMI-2026-${'9'.repeat(16)}`, 'SMI-10000-000001', 'SMI-999999-000001']) {
      expect(placeOf(text), text).to.equal(null);
    }
  });
});

describe('ticketKeys', () => {
  it('are its number and its id, of which none can be the other', () => {
    const id = toTicketId('00000000-0000-7000-8000-000000000001');
    const number = 'SMI-2026-000001';
    expect(ticketKeys({ id, number })).to.deep.equal([number, id]);
    expect(placeOf(id)).to.equal(null);
  });
});
