import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import {
  LOG_START,
  type LogEntry,
  type LogFeed,
  type LogPosition,
} from '../../../src/application/ports/log-feed.js';
import { outlineOf } from '../../../src/application/transfer/outline.js';
import { unavailable } from '../../../src/domain/failure.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { closing, message, note, opening } from '../../support/appends.js';
import { SINGLE_OPEN } from '../../support/channels.js';

const entriesOf = (...appends: readonly Append[]): readonly LogEntry[] =>
  appends
    .flatMap(({ conversation, events }) =>
      events.map((event) => ({ conversationId: conversation.id, event })),
    )
    .map((entry, index) => ({ ...entry, position: String(index + 1) as LogPosition }));

/** Shows so many of the entries to whoever looks for the n-th time, and in the end all of them. */
const feedThatShows = (entries: readonly LogEntry[], ...counts: readonly number[]) => {
  let looks = 0;
  const feed: LogFeed = {
    after: (position, limit) => () => {
      const shown = counts[looks] ?? entries.length;
      looks += 1;
      const from = position === LOG_START ? 0 : Number(position);
      return Promise.resolve(right(entries.slice(from, Math.min(shown, from + limit))));
    },
  };
  return { feed, looks: () => looks };
};

const ignore = (): void => undefined;

const outlined = async (feed: LogFeed) => expectRight(await outlineOf(feed, ignore));

describe('what an export finds in a feed', () => {
  it('is every conversation with its length: the closed ones first, each group by number', async () => {
    const [one, two, three] = [opening(), opening({ text: null }), opening()];
    const closed = closing(two.conversation);
    const noted = note(closed.conversation);
    const { feed } = feedThatShows(
      entriesOf(three, two, one, message(one.conversation), closed, noted),
    );
    const heads = [two, one, three].map(({ conversation: { id, number } }) => ({ id, number }));
    expect(await outlined(feed)).to.deep.equal({
      conversations: [3, 3, 2].map((events, index) => ({ ...heads[index], events })),
      events: 8,
      messages: 3,
    });
  });

  it('is what there is when it comes to the end, and not what is appended from then on', async () => {
    const entries = entriesOf(opening(), opening(), opening());
    const { feed, looks } = feedThatShows(entries, 2, 4);
    expect((await outlined(feed)).events).to.equal(2);
    expect(looks()).to.equal(1);
  });

  it('is read in pages', async () => {
    const many = Array.from({ length: 600 }, () => opening());
    const { feed, looks } = feedThatShows(entriesOf(...many));
    const told: number[] = [];
    expect(expectRight(await outlineOf(feed, (events) => told.push(events))).events).to.equal(
      1_200,
    );
    expect(looks()).to.equal(3);
    expect(told).to.deep.equal([500, 1_000, 1_200]);
  });

  it('is never one slot held by two, where the feed shows a closing later than the next opening', async () => {
    const before = opening({ channel: SINGLE_OPEN });
    const after = opening({ channel: SINGLE_OPEN });
    const entries = entriesOf(before, after, closing(before.conversation), opening());
    const { feed } = feedThatShows(entries, 4, 4, 4, 5);
    const { conversations, events } = await outlined(feed);
    expect(events).to.equal(5);
    expect(conversations.map(({ id }) => id)).to.deep.equal([
      before.conversation.id,
      after.conversation.id,
    ]);
  });

  it('is told even where the slot stays held by two', async () => {
    const { feed } = feedThatShows(
      entriesOf(opening({ channel: SINGLE_OPEN }), opening({ channel: SINGLE_OPEN })),
    );
    expect((await outlined(feed)).conversations).to.have.length(2);
  });

  it('is nothing where the store fails', async () => {
    const feed: LogFeed = { after: () => () => Promise.resolve(left(unavailable)) };
    expectLeft(await outlineOf(feed, ignore), 'Unavailable');
  });
});
