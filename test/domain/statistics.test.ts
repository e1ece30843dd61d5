import { expect } from 'chai';
import { bucketOf, dayOf, quantile, samplesOf } from '../../src/domain/statistics.js';
import { admin, agent } from '../support/actors.js';
import {
  aliasing,
  claiming,
  closing,
  handingOver,
  message,
  note,
  opening,
  rating,
  START,
  ticketing,
  together,
} from '../support/appends.js';

const SECOND = 1_000;
const DAY = 86_400_000;
const TOM = agent('tom');

/** How many there were of each length in seconds. */
const spread = (...seconds: readonly number[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const one of seconds) {
    const bucket = bucketOf(one * SECOND);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return counts;
};

describe('dayOf', () => {
  for (const [at, day] of [
    [0, 0],
    [DAY - 1, 0],
    [DAY, 1],
    [-1, -1],
    [Date.UTC(2026, 11, 31, 23, 59, 59, 999), 20_818],
    [Date.UTC(2027, 0, 1), 20_819],
  ] as const) {
    it(`is ${day} at ${new Date(at).toISOString()}`, () => {
      expect(dayOf(at)).to.equal(day);
    });
  }
});

describe('a bucket', () => {
  it('is a second up to a minute, by whole seconds that have passed', () => {
    for (const [milliseconds, bucket] of [
      [0, 0],
      [999, 0],
      [1_000, 1],
      [59_999, 59],
      [60_000, 60],
    ] as const) {
      expect(bucketOf(milliseconds)).to.equal(bucket);
    }
    expect(bucketOf(-5)).to.equal(0);
  });

  it('never falls while durations rise', () => {
    let last = 0;
    for (let seconds = 0; seconds < 40_000; seconds += 1) {
      const bucket = bucketOf(seconds * SECOND);
      expect(bucket).to.be.at.least(last);
      last = bucket;
    }
  });

  it('tells a duration as it was, or as one that differs by less than a fortieth', () => {
    for (let seconds = 0; seconds < 60; seconds += 1) {
      expect(quantile(spread(seconds), 0.5)).to.equal(seconds);
    }
    for (let seconds = 60; seconds < 100 * 86_400; seconds = Math.ceil(seconds * 1.003)) {
      const told = quantile(spread(seconds), 0.5) ?? 0;
      // Half a second more, since it is told in whole ones.
      expect(Math.abs(told - seconds)).to.be.at.most(0.025 * seconds + 0.5);
    }
  });

  it('is one of few, however long it takes', () => {
    expect(bucketOf(365 * DAY)).to.be.lessThan(360);
  });
});

describe('quantile', () => {
  const ten = spread(10, 1, 9, 2, 8, 3, 7, 4, 6, 5);

  for (const [share, seconds] of [
    [0, 1],
    [0.1, 1],
    [0.11, 2],
    [0.5, 5],
    [0.9, 9],
    [0.91, 10],
    [1, 10],
  ] as const) {
    it(`of ten, of which ${share} are no longer, is ${seconds}`, () => {
      expect(quantile(ten, share)).to.equal(seconds);
    });
  }

  it('is of none where there are none', () => {
    expect(quantile(new Map(), 0.5)).to.equal(null);
  });

  it('is the one that there is, and the one that most are', () => {
    for (const share of [0.5, 0.9]) expect(quantile(spread(7), share)).to.equal(7);
    const many = new Map([...spread(3), [5, 1_000_000]] as const);
    for (const share of [0.5, 0.9]) expect(quantile(many, share)).to.equal(5);
  });

  it('does not ask in which order they were counted', () => {
    expect(quantile(new Map([...spread(30), ...spread(2)]), 0.5)).to.equal(2);
  });
});

describe('samplesOf', () => {
  const first = opening({ at: START, departmentId: 'cards' });
  const held = claiming(first.conversation, agent('tom', ['cards']), START);

  const whose = { departmentId: 'cards', assigneeId: 'tom' };
  const day = dayOf(START);

  it('counts the first answer, as long as its question waited', () => {
    const asked = message(held.conversation, { at: START + 5 * SECOND });
    const noted = note(asked.conversation, 'x', admin());
    const answered = message(noted.conversation, { by: admin(), at: START + 30 * SECOND });
    const again = message(answered.conversation, { by: admin(), at: START + 99 * SECOND });
    const of = ({ events, conversation }: typeof answered) => samplesOf(events, conversation);
    for (const one of [first, held, asked, noted, again]) expect(of(one)).to.deep.equal([]);
    expect(of(answered)).to.deep.equal([{ kind: 'answered', day, value: 30, ...whose }]);
  });

  it('counts no answer that nobody waited for', () => {
    const empty = opening({ text: null });
    const { events, conversation } = message(empty.conversation, { by: admin() });
    expect(samplesOf(events, conversation)).to.deep.equal([]);
  });

  it('counts an ending and a rating, each on its day, for whose it is then', () => {
    const passed = handingOver(held.conversation, agent('sue', ['cards']));
    const closed = closing(passed.conversation, null, START + 2 * DAY);
    const rated = rating(closed.conversation, null, START + 3 * DAY);
    const sue = { ...whose, assigneeId: 'sue' };
    expect(samplesOf(closed.events, closed.conversation)).to.deep.equal([
      { kind: 'closed', day: day + 2, value: bucketOf(2 * DAY), ...sue },
    ]);
    expect(samplesOf(rated.events, rated.conversation)).to.deep.equal([
      { kind: 'rated', day: day + 3, value: 4, ...sue },
    ]);
  });

  it('counts what is nobody’s, and of no department', () => {
    const { events, conversation } = closing(opening().conversation);
    expect(samplesOf(events, conversation)).to.deep.equal([
      { kind: 'closed', day, value: 0, departmentId: null, assigneeId: null },
    ]);
  });

  it('counts all that one append has', () => {
    const fresh = opening();
    const answered = message(fresh.conversation, { by: TOM, at: START + 7 * SECOND });
    const closed = closing(answered.conversation, null, START + 9 * SECOND);
    const whole = together(fresh, answered, closed, rating(closed.conversation));
    expect(
      samplesOf(whole.events, whole.conversation).map(({ kind, value }) => [kind, value]),
    ).to.deep.equal([
      ['answered', 7],
      ['closed', 9],
      ['rated', 4],
    ]);
  });

  it('counts nothing else that happens', () => {
    for (const one of [opening(), ticketing(held.conversation), aliasing(first.conversation)]) {
      expect(samplesOf(one.events, one.conversation)).to.deep.equal([]);
    }
  });
});
