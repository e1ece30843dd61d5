import { expect } from 'chai';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { FanOut, type Listener } from '../../../../src/adapters/inbound/gateway/fan-out.js';
import type { Channel } from '../../../../src/adapters/inbound/gateway/transport.js';
import { supportDialect } from '../../../../src/adapters/inbound/dialects/support/support-dialect.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import { useCases } from '../../../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../../../src/domain/actor.js';
import type { Conversation } from '../../../../src/domain/conversation.js';
import { admin, agent, customer } from '../../../support/actors.js';
import { expectRight } from '../../../support/expect-either.js';
import {
  CountingIds,
  FixedClock,
  RecordingBus,
  silentLogger,
} from '../../../support/fixed-ports.js';
import { toStart } from '../../../support/in-memory.js';

/** A channel that counts how often it writes a frame down. */
const countingChannel = () => {
  let encoded = 0;
  const channel: Channel<string> = {
    encode: ({ event }) => {
      encoded += 1;
      return event;
    },
  };
  return { channel, encoded: () => encoded };
};

const listener = (actor: Actor, channel: Channel<string>) => {
  const frames: unknown[] = [];
  const seqs: number[] = [];
  const own: Listener = {
    actor,
    channel,
    deliver: (wire) => frames.push(wire),
    heard: (_id, seq) => seqs.push(seq),
  };
  return { ...own, frames, seqs };
};

describe('FanOut', () => {
  let fanOut: FanOut;
  let dialect: Dialect;
  let conversation: Conversation;
  let send: () => Promise<void>;
  let bus: RecordingBus;

  beforeEach(async () => {
    bus = new RecordingBus();
    const cases = useCases({
      ...memoryStore(),
      bus,
      clock: new FixedClock(),
      ids: new CountingIds(),
      turn: eventLoopTurn,
      logger: silentLogger,
    });
    fanOut = new FanOut();
    dialect = supportDialect(cases);
    const alice = customer('alice');
    const started = await cases.startConversation(alice, toStart({ departmentId: 'cards' }))();
    ({ conversation } = expectRight(started));
    bus.subscribe((change) => fanOut.deliver(change));
    send = async () => {
      expectRight(
        await cases.sendMessage(alice, {
          conversationId: conversation.id,
          text: 'Hello',
          kind: 'text',
          clientMessageId: null,
          ifLastSeq: null,
          claims: true,
        })(),
      );
    };
  });

  it('encodes a frame once for all who get the same bytes', async () => {
    const { channel, encoded } = countingChannel();
    const sockets = [1, 2, 3].map(() => listener(customer('alice'), channel));
    for (const socket of sockets) fanOut.follow(conversation, dialect, socket);
    await send();
    expect(sockets.map(({ frames }) => frames)).to.deep.equal([
      ['message:received'],
      ['message:received'],
      ['message:received'],
    ]);
    expect(encoded()).to.equal(1);
    expect(sockets.map(({ seqs }) => seqs)).to.deep.equal([[2], [2], [2]]);
  });

  it('encodes once for each channel', async () => {
    const [one, other] = [countingChannel(), countingChannel()];
    fanOut.follow(conversation, dialect, listener(customer('alice'), one.channel));
    fanOut.follow(conversation, dialect, listener(customer('alice'), other.channel));
    await send();
    expect([one.encoded(), other.encoded()]).to.deep.equal([1, 1]);
  });

  it('asks of each recipient whether he may hear it, whatever he follows', async () => {
    const { channel } = countingChannel();
    const stranger = listener(customer('mallory'), channel);
    const elsewhere = listener(agent('eve', ['loans']), channel);
    const colleague = listener(agent('sarah', ['cards']), channel);
    for (const one of [stranger, elsewhere, colleague]) fanOut.follow(conversation, dialect, one);
    await send();
    expect(stranger.frames).to.deep.equal([]);
    expect(elsewhere.frames).to.deep.equal([]);
    expect(colleague.frames).to.deep.equal(['message:received']);
  });

  it('tells staff of what they may read, joined or not', async () => {
    const { channel } = countingChannel();
    const supervisor = listener(admin(), channel);
    const elsewhere = listener(agent('eve', ['loans']), channel);
    fanOut.watch(dialect, supervisor);
    fanOut.watch(dialect, elsewhere);
    await send();
    expect(supervisor.frames).to.deep.equal(['conversation:new_message']);
    expect(elsewhere.frames).to.deep.equal([]);
  });

  it('sends nothing more to who has left', async () => {
    const { channel } = countingChannel();
    const alice = listener(customer('alice'), channel);
    const supervisor = listener(admin(), channel);
    fanOut.follow(conversation, dialect, alice);
    fanOut.watch(dialect, supervisor);
    fanOut.unfollow(conversation.id, alice);
    fanOut.unwatch(supervisor);
    await send();
    expect([...alice.frames, ...supervisor.frames]).to.deep.equal([]);
  });

  it('sends once to who follows twice', async () => {
    const { channel } = countingChannel();
    const alice = listener(customer('alice'), channel);
    fanOut.follow(conversation, dialect, alice);
    fanOut.follow(conversation, dialect, alice);
    await send();
    expect(alice.frames).to.deep.equal(['message:received']);
  });
});
