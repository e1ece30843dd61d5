import { expect } from 'chai';
import { memoryEventBus } from '../../../../src/adapters/outbound/bus/memory-event-bus.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { CODE_TIME } from '../../../../src/application/ports/auth-codes.js';
import type { EventBus } from '../../../../src/application/ports/event-bus.js';
import type { Store } from '../../../../src/application/ports/store.js';
import { admin, customer } from '../../../support/actors.js';
import { SHARED, SINGLE_OPEN } from '../../../support/channels.js';
import { codeDigits } from '../../../support/code-digits.js';
import { expectRight } from '../../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { smallGateway } from '../../../support/small-gateway.js';
import { until } from '../../../support/until.js';

const DOTS = '••••••';
const alice = customer('alice');
const root = admin('root');

interface Told {
  readonly message: string;
}

describe('a code that is told from the log', () => {
  const setup = async () => {
    const inner = memoryEventBus(silentLogger);
    let isLost = false;
    const bus: EventBus = {
      ...inner,
      publish: (message) => {
        if (!isLost) inner.publish(message);
      },
    };
    const store = memoryStore();
    const asked: (readonly string[])[] = [];
    const codes: Store['codes'] = {
      ...store.codes,
      live: (ids, now) => {
        asked.push(ids);
        return store.codes.live(ids, now);
      },
    };
    const clock = new FixedClock();
    const small = smallGateway([alice, root], { bus, clock, store: { ...store, codes } });
    const started = await small.cases.startConversation(alice, toStart({ channel: SHARED }))();
    const { id: conversationId } = expectRight(started).conversation;
    const clients = { alice: await small.connect('alice'), root: await small.connect('root') };
    for (const client of Object.values(clients)) {
      await client.request('conversation:join', { conversationId });
    }
    const say = async (text: string): Promise<void> => {
      expectRight(await small.cases.sendMessage(root, toSend(conversationId, { text }))());
    };
    const issue = async (): Promise<string> => {
      const wish = { userId: null, guestId: null, deviceInfo: null, channel: SINGLE_OPEN };
      const issued = await small.cases.issueCode(root, { ...wish, conversationId })();
      return expectRight(issued).digits;
    };
    /** What each is told once the bus carries again. */
    const heal = async (last: string): Promise<Readonly<Record<string, readonly string[]>>> => {
      isLost = false;
      await say(last);
      const told: Record<string, readonly string[]> = {};
      for (const [who, client] of Object.entries(clients)) {
        const texts = () => client.all('message:received').map((one) => (one as Told).message);
        await until(() => texts().includes(last));
        told[who] = texts();
      }
      return told;
    };
    return {
      ...small,
      clock,
      asked,
      codes: store.codes,
      say,
      issue,
      heal,
      lose: () => {
        isLost = true;
      },
    };
  };

  it('shows its digits to its addressee while it is live', async () => {
    const { lose, issue, heal } = await setup();
    lose();
    const digits = await issue();
    expect(await heal('there')).to.deep.equal({
      alice: [digits, 'there'],
      root: [DOTS, 'there'],
    });
  });

  it('shows none when it was used, voided or too late meanwhile', async () => {
    const { lose, issue, heal, codes, clock } = await setup();
    lose();
    const voided = await issue();
    const used = await issue();
    const attempt = { key: codeDigits.keyOf(used), by: 'customer:alice' as const };
    expectRight(await codes.redeem(attempt, clock.now())());
    await issue();
    clock.time += CODE_TIME;
    const live = await issue();
    const told = await heal('there');
    expect(told).to.deep.equal({
      alice: [DOTS, DOTS, DOTS, live, 'there'],
      root: [DOTS, DOTS, DOTS, DOTS, 'there'],
    });
    expect(voided).to.not.equal(live);
  });

  it('is asked for once a page, and no page without one asks', async () => {
    const { lose, issue, heal, say, asked } = await setup();
    lose();
    await say('one');
    await heal('two');
    expect(asked).to.deep.equal([]);
    lose();
    await issue();
    await issue();
    await heal('three');
    expect(asked.map((ids) => ids.length)).to.deep.equal([2]);
  });
});
