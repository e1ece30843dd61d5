import { expect } from 'chai';
import { eventLoopTurn } from '../../../src/adapters/outbound/system/event-loop-turn.js';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { MessageSearch } from '../../../src/application/reads/message-search.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../src/domain/conversation-event.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { unavailable } from '../../../src/domain/failure.js';
import { type Instant, type MessageId, toMessageId } from '../../../src/domain/ids.js';
import { customer } from '../../support/actors.js';
import { conversationId, NOW, open, opened } from '../../support/conversations.js';
import { ManualTurn, settled } from '../../support/manual-turn.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

/** A UUID of a version that was made at a time. */
const idAt = (time: Instant, n: number, version = 7): MessageId => {
  const hex = time.toString(16).padStart(12, '0');
  const rest = String(n).padStart(12, '0');
  return toMessageId(`${hex.slice(0, 8)}-${hex.slice(8)}-${version}000-8000-${rest}`);
};

interface Posted {
  readonly at: Instant;
  readonly id: MessageId;
}

const eventsOf = (posted: readonly Posted[]): readonly ConversationEvent[] => [
  opened(),
  ...posted.map(({ at, id }, n): ConversationEvent => ({
    type: 'messagePosted',
    seq: n + 2,
    at,
    id,
    sender: senderOf(customer()),
    kind: 'text',
    text: 'hello',
  })),
];

/** A log that counts how often it is read. */
const logOf = (posted: readonly Posted[]) => {
  const events = eventsOf(posted);
  const log = {
    readings: 0,
    read: (_id: unknown, after: number, limit: number) => {
      log.readings += 1;
      return right(events.slice(after, after + limit));
    },
  };
  const state: Conversation = {
    ...open(),
    lastSeq: events.length,
    updatedAt: events.at(-1)?.at ?? NOW,
  };
  return { log, state };
};

/** So many messages, so many milliseconds apart. */
const spaced = (count: number, step: number, idOf = (n: number) => idAt(NOW + n * step, n)) =>
  Array.from({ length: count }, (_, n): Posted => ({ at: NOW + n * step, id: idOf(n) }));

const find = async (posted: readonly Posted[], id: MessageId) => {
  const { log, state } = logOf(posted);
  const message = expectRight(
    await new MessageSearch({ log, turn: eventLoopTurn }, id).within(state),
  );
  return { seq: message?.seq ?? null, readings: log.readings };
};

describe('MessageSearch', () => {
  it('finds any message of a short conversation with one reading', async () => {
    const posted = spaced(99, 1_000);
    for (const [n, { id }] of posted.entries()) {
      expect(await find(posted, id)).to.deep.equal({ seq: n + 2, readings: 1 });
    }
  });

  it('finds any message of a long one by the time in its id, with few readings', async () => {
    const posted = spaced(20_000, 1_000);
    for (let n = 0; n < posted.length; n += 997) {
      const { seq, readings } = await find(posted, posted[n]?.id ?? idAt(0, 0));
      expect(seq).to.equal(n + 2);
      expect(readings).to.be.at.most(20);
    }
  });

  it('finds one whose id was made before its time, and one whose was made after', async () => {
    for (const skew of [-59_000, -5_000, -1, 1, 5_000]) {
      const posted = spaced(2_000, 1_000, (n) => idAt(NOW + n * 1_000 + skew, n));
      for (const n of [70, 500, 1_000, 1_899]) {
        const { seq } = await find(posted, posted[n]?.id ?? idAt(0, 0));
        expect(seq, `${n} by ${skew}`).to.equal(n + 2);
      }
    }
  });

  it('finds one among many that have the time of the one before them', async () => {
    // The clock of another node was ahead by 40 seconds: what came next stands at its time.
    const posted = spaced(1_000, 1_000).map((one, n) =>
      n >= 560 && n < 600 ? { ...one, at: NOW + 600_000 } : one,
    );
    for (const n of [560, 580, 599]) {
      expect((await find(posted, posted[n]?.id ?? idAt(0, 0))).seq).to.equal(n + 2);
    }
  });

  it('finds each of hundreds that were said in one millisecond', async () => {
    const time = (n: number): Instant => NOW + (n < 500 ? n : Math.max(500, n - 400));
    const posted = Array.from({ length: 2_000 }, (_, n): Posted => ({
      at: time(n),
      id: idAt(time(n), n),
    }));
    for (const n of [499, 500, 501, 700, 899, 900, 901]) {
      expect((await find(posted, posted[n]?.id ?? idAt(0, 0))).seq, String(n)).to.equal(n + 2);
    }
  });

  it('finds none that is not there, and stops', async () => {
    const posted = spaced(20_000, 10);
    for (const time of [0, NOW - 1, NOW, NOW + 100_000, NOW + 199_990, NOW + 10 ** 9]) {
      const { seq, readings } = await find(posted, idAt(time, 999_999));
      expect(seq).to.equal(null);
      expect(readings).to.be.at.most(22);
    }
  });

  it('looks among the newest alone for an id that bears no time', async () => {
    const posted = spaced(1_000, 1_000, (n) => idAt(NOW + n * 1_000, n, 4));
    const newest = await find(posted, posted[950]?.id ?? idAt(0, 0));
    expect(newest).to.deep.equal({ seq: 952, readings: 1 });
    const older = await find(posted, posted[500]?.id ?? idAt(0, 0));
    expect(older).to.deep.equal({ seq: null, readings: 1 });
  });

  it('finds what came since the state that is known', async () => {
    const posted = spaced(150, 1_000);
    const { log, state } = logOf(posted);
    const id = posted[149]?.id ?? idAt(0, 0);
    const message = await new MessageSearch({ log, turn: eventLoopTurn }, id).within({
      ...state,
      lastSeq: 60,
    });
    expect(expectRight(message)?.seq).to.equal(151);
  });

  it('reads many events in a turn of their own, and one at once', async () => {
    const posted = spaced(150, 1_000);
    const { log, state } = logOf(posted);
    const turn = new ManualTurn();
    const search = new MessageSearch({ log, turn }, posted[149]?.id ?? idAt(0, 0));
    expect(expectRight(await search.at(conversationId(), 151))?.seq).to.equal(151);
    let isFound = false;
    const searching = search.within(state).then((found) => {
      isFound = true;
      return found;
    });
    await settled();
    expect(isFound).to.equal(false);
    turn.end();
    expect(expectRight(await searching)?.seq).to.equal(151);
  });

  it('finds nothing but messages, by nothing but their own seq', async () => {
    const posted = spaced(3, 1_000);
    const { log } = logOf(posted);
    const id = posted[1]?.id ?? idAt(0, 0);
    expect(
      expectRight(await new MessageSearch({ log, turn: eventLoopTurn }, id).at(conversationId(), 3))
        ?.id,
    ).to.equal(id);
    for (const seq of [1, 2, 4, 5]) {
      expect(
        expectRight(
          await new MessageSearch({ log, turn: eventLoopTurn }, id).at(conversationId(), seq),
        ),
      ).to.equal(null);
    }
  });

  it('reads no more than it may, in however many conversations', async () => {
    const posted = spaced(20_000, 10);
    const { log, state } = logOf(posted);
    const search = new MessageSearch({ log, turn: eventLoopTurn }, idAt(NOW + 100_000, 999_999));
    for (let n = 0; n < 100; n += 1) {
      expect(expectRight(await search.within(state))).to.equal(null);
    }
    expect(log.readings).to.equal(48);
  });

  it('leaves out what was opened later, and looks last where nothing has been heard since', () => {
    const time = NOW + 1_000_000;
    const of = (n: number, createdAt: Instant, updatedAt: Instant): Conversation => ({
      ...open(),
      id: conversationId(n),
      createdAt,
      updatedAt,
    });
    const past = of(1, NOW, time - 60_001);
    const justPast = of(2, NOW, time - 60_000);
    const now = of(3, NOW, time + 5);
    const later = of(4, time + 60_001, time + 70_000);
    const justLater = of(5, time + 60_000, time + 70_000);
    const all = [past, justPast, now, later, justLater];
    const { log } = logOf([]);
    const order = new MessageSearch({ log, turn: eventLoopTurn }, idAt(time, 1)).likeliest(all);
    expect(order).to.deep.equal([justPast, now, justLater, past]);
    expect(
      new MessageSearch({ log, turn: eventLoopTurn }, idAt(time, 1, 4)).likeliest(all),
    ).to.deep.equal(all);
  });

  it('says so where the store fails', async () => {
    const { state } = logOf([]);
    const search = new MessageSearch(
      { log: { read: () => left(unavailable) }, turn: eventLoopTurn },
      idAt(NOW, 1),
    );
    expectLeft(await search.within(state), 'Unavailable');
    expectLeft(await search.at(state.id, 2), 'Unavailable');
  });
});
