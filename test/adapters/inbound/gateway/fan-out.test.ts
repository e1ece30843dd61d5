import { fold } from '../../../../src/domain/evolve.js';
import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { FanOut } from '../../../../src/adapters/inbound/gateway/fan-out.js';
import type { Listener } from '../../../../src/adapters/inbound/gateway/listener.js';
import type { Follower } from '../../../../src/adapters/inbound/gateway/topic.js';
import type { Channel } from '../../../../src/adapters/inbound/gateway/transport.js';
import { supportDialect } from '../../../../src/adapters/inbound/dialects/support/support-dialect.js';
import { somePresence } from '../../../support/presence.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import type { ConversationLog } from '../../../../src/application/ports/conversation-log.js';
import { useCases } from '../../../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../../../src/domain/actor.js';
import { type Conversation, ownerKey } from '../../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../../src/domain/conversation-event.js';
import { senderOf } from '../../../../src/domain/decide/decision.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { toMessageId } from '../../../../src/domain/ids.js';
import { record } from '../../../../src/domain/record.js';
import { admin, agent, customer } from '../../../support/actors.js';
import { conversationId } from '../../../support/conversations.js';
import { expectRight } from '../../../support/expect-either.js';
import { CountingIds, FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { LateBus } from '../../../support/late-bus.js';
import { ManualTurn } from '../../../support/manual-turn.js';
import { recordingMetrics, type RecordingMetrics } from '../../../support/recording-metrics.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { until } from '../../../support/until.js';
import { groundOf } from '../../../support/guest-ids.js';
import { unlimited } from '../../../support/limits.js';
import { filePorts } from '../../../support/file-ports.js';
import { codeDigits } from '../../../support/code-digits.js';

/** A channel that counts how often it writes a frame down. */
const countingChannel = () => {
  let encoded = 0;
  const channel: Channel<string> = {
    encode: ({ event, data }) => {
      encoded += 1;
      const { seq } = data as { readonly seq?: number };
      return seq === undefined ? event : `${event} ${seq}`;
    },
  };
  return { channel, encoded: () => encoded };
};

const alice = customer('alice');

describe('FanOut', () => {
  let fanOut: FanOut;
  let dialect: Dialect;
  let conversation: Conversation;
  let send: (times?: number) => Promise<void>;
  let bus: LateBus;
  let turn: ManualTurn;
  let log: ConversationLog;
  /** Readings of the log by the fan-out alone. */
  let readings: number;
  let failing: 'not' | 'unavailable' | 'bug';
  let logger: RecordingLogger;
  let metrics: RecordingMetrics;

  const listener = (actor: Actor, channel: Channel = countingChannel().channel) => {
    const frames: unknown[] = [];
    const own: Listener = {
      id: 'here',
      actor,
      channel,
      dialects: [dialect],
      follows: (id) => id === conversation.id && following.has(own),
      room: () => null,
      deliver: (wire) => frames.push(wire),
      failed: (defect) => expect.fail(String(defect)),
      dismiss: () => expect.fail('nobody is dismissed'),
    };
    return Object.assign(own, { frames });
  };
  const following = new Set<Listener>();
  const follow = (one: Listener, as: Conversation = conversation): Follower => {
    following.add(one);
    return fanOut.follow({ conversation: as }, dialect, one);
  };

  beforeEach(async () => {
    turn = new ManualTurn();
    bus = new LateBus(turn);
    const store = memoryStore();
    ({ log } = store);
    const cases = useCases({
      ...store,
      bus,
      clock: new FixedClock(),
      ids: new CountingIds(),
      limiter: unlimited,
      presence: somePresence(),
      codeDigits,
      ...filePorts(),
      turn: eventLoopTurn,
      logger: silentLogger,
    });
    readings = 0;
    failing = 'not';
    logger = new RecordingLogger();
    metrics = recordingMetrics();
    fanOut = new FanOut({
      log: {
        load: (id) => log.load(id),
        read: (id, after, limit) => {
          readings += 1;
          if (failing === 'bug') return () => Promise.reject(new Error('a bug'));
          return failing === 'unavailable' ? left(unavailable) : log.read(id, after, limit);
        },
      },
      codes: store.codes,
      presence: somePresence(),
      clock: new FixedClock(),
      turn: eventLoopTurn,
      retryAfter: 1,
      logger,
      metrics,
    });
    dialect = supportDialect(groundOf(cases));
    following.clear();
    const started = await cases.startConversation(alice, toStart({ departmentId: 'cards' }))();
    ({ conversation } = expectRight(started));
    turn.end();
    bus.subscribe((message) => fanOut.receive(message));
    send = async (times = 1) => {
      for (let n = 0; n < times; n += 1) {
        expectRight(await cases.sendMessage(alice, toSend(conversation.id))());
      }
    };
  });

  it('encodes a frame once for all who get the same bytes', async () => {
    const { channel, encoded } = countingChannel();
    const sockets = [1, 2, 3].map(() => listener(alice, channel));
    for (const socket of sockets) follow(socket);
    await send();
    turn.end();
    await until(() => sockets.every(({ frames }) => frames.length > 0));
    for (const { frames } of sockets) expect(frames).to.deep.equal(['message:received 2']);
    expect(encoded()).to.equal(1);
  });

  it('encodes once for each channel, kind of viewer and name', async () => {
    const [one, other] = [countingChannel(), countingChannel()];
    follow(listener(alice, one.channel));
    follow(listener(alice, other.channel));
    const sarah = listener(agent('sarah', ['cards']), other.channel);
    follow(sarah);
    const bob = listener(agent('bob', ['cards']), other.channel);
    follow(bob);
    const renamed = listener(alice, other.channel);
    following.add(renamed);
    fanOut.follow({ conversation, name: 'T-1' }, dialect, renamed);
    await send();
    turn.end();
    await until(() => renamed.frames.length > 0);
    expect(bob.frames).to.deep.equal(['message:received 2', 'conversation:new_message']);
    expect([one.encoded(), other.encoded()]).to.deep.equal([1, 1 + 2 + 1]);
  });

  it('asks of each recipient whether he may hear it, whatever he follows', async () => {
    const stranger = listener(customer('mallory'));
    const elsewhere = listener(agent('eve', ['loans']));
    const colleague = listener(agent('sarah', ['cards']));
    for (const one of [stranger, elsewhere, colleague]) follow(one);
    await send();
    turn.end();
    await until(() => colleague.frames.length > 0);
    expect(stranger.frames).to.deep.equal([]);
    expect(elsewhere.frames).to.deep.equal([]);
  });

  it('tells that something was read to all who joined and may read it, by their own names', () => {
    const renamed = listener(alice);
    following.add(renamed);
    fanOut.follow({ conversation, name: 'T-1' }, dialect, renamed);
    const [sarah, eve] = [agent('sarah', ['cards']), agent('eve', ['loans'])].map((staff) =>
      listener(staff, { encode: ({ event, data }) => ({ event, data }) }),
    );
    if (sarah === undefined || eve === undefined) throw new Error('nobody listens');
    for (const one of [sarah, eve]) follow(one);
    const elsewhere = listener(alice);
    const { id } = conversation;
    const mark = { conversationId: id, seq: 2, by: 'staff:sarah', at: 0 } as const;
    const messageId = toMessageId(id);
    fanOut.receive({ kind: 'read', messageId, ...mark });
    expect(renamed.frames).to.deep.equal(['message:read']);
    expect(sarah.frames).to.deep.equal([
      {
        event: 'message:read',
        data: {
          messageId,
          conversationId: id,
          isRead: true,
          readBy: 'sarah',
          readAt: '1970-01-01T00:00:00.000Z',
        },
      },
    ]);
    expect([eve.frames, elsewhere.frames]).to.deep.equal([[], []]);
  });

  it('tells staff of what they may read, joined or not', async () => {
    const supervisor = listener(admin());
    const elsewhere = listener(agent('eve', ['loans']));
    for (const one of [supervisor, elsewhere]) fanOut.roster.arrive(one.actor ?? admin(), one);
    await send();
    turn.end();
    await until(() => supervisor.frames.length > 0);
    expect(supervisor.frames).to.deep.equal(['conversation:new_message']);
    expect(elsewhere.frames).to.deep.equal([]);
  });

  it('gives notice once of what happens while a join is under way', async () => {
    const supervisor = listener(admin());
    fanOut.roster.arrive(admin(), supervisor);
    await send(2);
    turn.end();
    await until(() => supervisor.frames.length === 2);
    follow(supervisor);
    await until(() => supervisor.frames.includes('message:received 3'));
    await send();
    turn.end();
    await until(() => supervisor.frames.includes('message:received 4'));
    const notice = 'conversation:new_message';
    expect(supervisor.frames).to.deep.equal([
      ...[notice, notice],
      ...['message:received 2', 'message:received 3'],
      ...['message:received 4', notice],
    ]);
  });

  it('brings a code to each socket of its addressee, joined or not, and to others in dots', () => {
    const addressee = listener(customer('bob'));
    fanOut.roster.arrive(customer('bob'), addressee);
    const supervisor = listener(admin());
    fanOut.roster.arrive(admin(), supervisor);
    const stranger = listener(customer('mallory'));
    fanOut.roster.arrive(customer('mallory'), stranger);
    const code = {
      type: 'messagePosted',
      id: toMessageId('00000000-0000-7000-8000-00000000c0de'),
      sender: senderOf({ kind: 'system' }),
      kind: 'auth_code',
      codeId: 'c',
      addressee: { kind: 'customer', id: 'bob' },
    } as const;
    const changed = record(conversation, [code], 0);
    fanOut.receive({ kind: 'changed', ...changed });
    expect(addressee.frames).to.deep.equal(['message:received 2']);
    expect(supervisor.frames).to.deep.equal(['conversation:new_message']);
    expect(stranger.frames).to.deep.equal([]);
    expect(ownerKey(code.addressee)).to.not.equal(ownerKey(conversation.owner));
  });

  it('tells a signal to those who have joined and may read now, and writes it down once', () => {
    const { channel, encoded } = countingChannel();
    const [sarah, bob] = [agent('sarah', ['cards']), agent('bob', ['cards'])];
    const [typist, otherTab, owner] = [sarah, sarah, alice].map((one) => listener(one, channel));
    const colleagues = [bob, agent('carl', ['cards'])].map((one) => listener(one, channel));
    const [stranger, elsewhere] = [customer('mallory'), agent('eve', ['loans'])].map((one) =>
      listener(one, channel),
    );
    for (const one of [typist, otherTab, owner, ...colleagues, stranger, elsewhere]) {
      if (one !== undefined) follow(one);
    }
    const outside = listener(admin(), channel);
    fanOut.roster.arrive(admin(), outside);
    const typing = { conversationId: conversation.id, by: sarah, typing: true } as const;
    fanOut.receive({ kind: 'typing', ...typing });
    fanOut.receive({ kind: 'typing', ...typing, conversationId: conversationId(7) });
    for (const one of [owner, ...colleagues]) expect(one?.frames).to.deep.equal(['typing:start']);
    for (const deaf of [typist, otherTab, stranger, elsewhere, outside]) {
      expect(deaf?.frames).to.deep.equal([]);
    }
    expect(encoded(), 'once for the owner, once for staff').to.equal(2);
  });

  it('sends nothing more to who has left', async () => {
    const staying = listener(alice);
    const leaving = listener(alice);
    const supervisor = listener(admin());
    follow(staying);
    const follower = follow(leaving);
    fanOut.roster.arrive(admin(), supervisor);
    fanOut.unfollow(conversation.id, follower);
    fanOut.roster.depart(admin(), supervisor);
    await send();
    turn.end();
    await until(() => staying.frames.length > 0);
    expect([...leaving.frames, ...supervisor.frames]).to.deep.equal([]);
  });

  describe('a follower’s position', () => {
    const heard = (...seqs: readonly number[]) => seqs.map((seq) => `message:received ${seq}`);

    it('is that of the state which his join saw: what came between is told him from the log', async () => {
      await send(2);
      turn.end();
      const late = listener(alice);
      follow(late);
      await until(() => late.frames.length === 2);
      expect(late.frames).to.deep.equal(heard(2, 3));
      await send();
      turn.end();
      await until(() => late.frames.length === 3);
      expect(late.frames).to.deep.equal(heard(2, 3, 4));
    });

    it('skips what a late bus brings of before the join', async () => {
      await send(2);
      const found = expectRight(await log.load(conversation.id)());
      const joined = 'value' in found ? found.value : conversation;
      const one = listener(alice);
      follow(one, joined);
      await send();
      turn.end();
      await until(() => one.frames.length > 0);
      expect(one.frames).to.deep.equal(heard(4));
    });

    it('reads a gap from the log, once for all who have missed the same', async () => {
      const sockets = [1, 2, 3].map(() => listener(alice));
      for (const socket of sockets) follow(socket);
      await until(() => readings === 1);
      await send();
      turn.forget();
      await send();
      turn.end();
      await until(() => sockets.every(({ frames }) => frames.length === 2));
      for (const { frames } of sockets) expect(frames).to.deep.equal(heard(2, 3));
      expect(readings).to.equal(2);
      const heals = metrics.counted.filter(([what]) => what === 'healed');
      expect(heals, 'each of them is counted').to.have.lengthOf(3);
    });

    it('takes no notice of what comes twice, or in another order', async () => {
      const one = listener(alice);
      follow(one);
      await send(3);
      const events: readonly ConversationEvent[] = expectRight(
        await log.read(conversation.id, 0, 10)(),
      );
      for (const count of [4, 2, 3, 2, 4]) {
        const upTo = events.slice(0, count);
        fanOut.receive({ kind: 'changed', conversation: fold(upTo), events: upTo.slice(-1) });
      }
      await until(() => one.frames.length === 3);
      expect(one.frames).to.deep.equal(heard(2, 3, 4));
    });

    for (const way of ['unavailable', 'bug'] as const) {
      it(`waits for a store that fails (${way}), and goes on from where it was`, async () => {
        const one = listener(alice);
        follow(one);
        await until(() => readings === 1);
        failing = way;
        await send();
        turn.forget();
        await send();
        turn.end();
        await until(() => readings > 3);
        expect(one.frames).to.deep.equal([]);
        failing = 'not';
        await until(() => one.frames.length === 2);
        expect(one.frames).to.deep.equal(heard(2, 3));
        expect(logger.entries.length > 0).to.equal(way === 'bug');
      });
    }
  });
});
