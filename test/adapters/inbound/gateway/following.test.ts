import { expect } from 'chai';
import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import type { Dialect, Follow } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { FanOut } from '../../../../src/adapters/inbound/gateway/fan-out.js';
import { Following, MAX_JOINED } from '../../../../src/adapters/inbound/gateway/following.js';
import type { Listener } from '../../../../src/adapters/inbound/gateway/listener.js';
import { somePresence } from '../../../support/presence.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { BusMessage } from '../../../../src/application/ports/event-bus.js';
import type { Actor } from '../../../../src/domain/actor.js';
import type { Conversation } from '../../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../../src/domain/conversation-event.js';
import { postMessage } from '../../../../src/domain/decide/post-message.js';
import { record } from '../../../../src/domain/record.js';
import { customer } from '../../../support/actors.js';
import { conversationId, messageId, NOW, open, post } from '../../../support/conversations.js';
import { dialectLike } from '../../../support/dialects.js';
import { expectRight } from '../../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { settled } from '../../../support/manual-turn.js';

const alice = customer('alice');

/** Says of each event how it was seen. */
const telling = (name: string): Dialect => ({
  ...dialectLike(name),
  frames: ({ seq }, _conversation, standing) => [
    { event: `${name} ${seq}`, data: `${standing.place} as ${standing.name}` },
  ],
});

const one = telling('one');
const two = telling('two');

/** What somebody says next in a conversation. */
const saying = (
  conversation: Conversation,
  by: Actor = alice,
): { readonly conversation: Conversation; readonly event: ConversationEvent } => {
  const decided = postMessage(conversation, post({ id: messageId(conversation.lastSeq) }), by);
  const { conversation: after, events } = record(conversation, expectRight(decided), NOW);
  const [event] = events;
  if (event === undefined) throw new Error('nothing was said');
  return { conversation: after, event };
};

/** As the bus brings it. */
const happened = ({ conversation, event }: ReturnType<typeof saying>): BusMessage => ({
  kind: 'changed',
  conversation,
  events: [event],
});

describe('Following', () => {
  let fanOut: FanOut;
  let following: Following;
  let heard: unknown[];

  const listen = (): { readonly following: Following; readonly heard: unknown[] } => {
    const frames: unknown[] = [];
    const listener: Listener = {
      id: 'here',
      actor: alice,
      channel: { encode: ({ event, data }) => `${event}: ${String(data)}` },
      dialects: [one, two],
      follows: (id) => own.has(id),
      room: () => null,
      deliver: (wire) => frames.push(wire),
      failed: (defect) => expect.fail(String(defect)),
      dismiss: () => expect.fail('nobody is dismissed'),
    };
    const own = new Following(fanOut, listener, {
      connection: {},
      client: {},
      connectionId: 'here',
    });
    return { following: own, heard: frames };
  };

  /** A conversation that is followed by now, as if nothing were missing. */
  const follow = async (wish: Partial<Follow> = {}, dialect = one): Promise<Conversation> => {
    const { conversation = open(), ...more } = wish;
    expect(following.follow({ conversation, ...more }, dialect)).to.equal(true);
    await settled();
    return conversation;
  };

  beforeEach(() => {
    const { log, codes } = memoryStore();
    fanOut = new FanOut({
      log,
      codes,
      presence: somePresence(),
      clock: new FixedClock(),
      turn: eventLoopTurn,
      retryAfter: 1,
      logger: silentLogger,
    });
    ({ following, heard } = listen());
  });

  it('is of what was joined and not left', async () => {
    const conversation = await follow();
    const { id } = conversation;
    expect([following.has(id), following.stateOf(id)]).to.deep.equal([true, conversation]);
    following.unfollow(id);
    following.unfollow(id);
    expect([following.has(id), following.stateOf(id)]).to.deep.equal([false, null]);
    fanOut.receive(happened(saying(conversation)));
    expect(heard).to.deep.equal([]);
  });

  it('knows no state of what others follow', async () => {
    const { id } = await follow();
    expect(listen().following.stateOf(id)).to.equal(null);
  });

  it('tells a call what is followed, by which name, and where a message stands', async () => {
    const first = await follow({ name: 'T-1' });
    const other = await follow({ conversation: open({ conversationId: conversationId(2) }) });
    const said = saying(first);
    fanOut.receive(happened(said));
    const caller = following.caller(alice);
    expect(caller.followedAll()).to.deep.equal([said.conversation, other]);
    const ids = [first.id, other.id, conversationId(3)];
    expect(ids.map((id) => caller.nameOf(id))).to.deep.equal(['T-1', other.id, conversationId(3)]);
    const { event } = said;
    if (event.type !== 'messagePosted') throw new Error('nothing was said');
    const place = { conversationId: first.id, seq: event.seq };
    expect(caller.placeOf(event.id)).to.deep.equal(place);
    expect(caller.placeOf(messageId(99))).to.equal(null);
    following.unfollow(first.id);
    expect(caller.followedAll()).to.deep.equal([other]);
  });

  it('takes a hundred conversations, and another when one was left', async () => {
    for (let n = 1; n <= MAX_JOINED; n += 1) {
      await follow({ conversation: open({ conversationId: conversationId(n) }) });
    }
    const more = open({ conversationId: conversationId(MAX_JOINED + 1) });
    expect(following.follow({ conversation: more }, one)).to.equal(false);
    expect(following.has(more.id)).to.equal(false);
    expect(following.follow({ conversation: open() }, one), 'joined already').to.equal(true);
    following.unfollow(conversationId(2));
    expect(following.follow({ conversation: more }, one)).to.equal(true);
    following.leaveAll();
    expect([following.has(more.id), fanOut.stateOf(more.id)]).to.deep.equal([false, null]);
  });

  it('speaks as the last join did', async () => {
    const conversation = await follow({ name: 'T-1' }, one);
    const first = saying(conversation);
    fanOut.receive(happened(first));
    await follow({ conversation: first.conversation, name: 'T-2' }, two);
    const second = saying(first.conversation);
    fanOut.receive(happened(second));
    await follow({ conversation: second.conversation }, one);
    fanOut.receive(happened(saying(second.conversation)));
    const { id } = conversation;
    expect(heard).to.deep.equal([
      'one 2: joined as T-1',
      'two 3: joined as T-2',
      `one 4: joined as ${id}`,
    ]);
  });

  describe('of one’s own doing', () => {
    it('shows it to who has not joined, in the dialect in which he did it', () => {
      const said = saying(open());
      expect(following.echo({ ...said, fresh: true }, two)).to.equal(null);
      expect(heard).to.deep.equal([`two 2: echo as ${said.conversation.id}`]);
    });

    it('tells it in its place to who has, and the bus not again', async () => {
      const said = saying(await follow({ name: 'T-1' }, one));
      expect(following.echo({ ...said, fresh: true }, two)).to.equal(null);
      fanOut.receive(happened(said));
      expect(heard).to.deep.equal(['one 2: joined as T-1']);
    });

    it('does not repeat what the bus has brought, but shows it to who asks again', async () => {
      const said = saying(await follow({ name: 'T-1' }, one));
      fanOut.receive(happened(said));
      expect(following.echo({ ...said, fresh: true }, two)).to.equal(null);
      expect(heard).to.deep.equal(['one 2: joined as T-1']);
      expect(following.echo({ ...said, fresh: false }, two)).to.equal(null);
      expect(heard).to.deep.equal(['one 2: joined as T-1', 'one 2: echo as T-1']);
    });
  });
});
