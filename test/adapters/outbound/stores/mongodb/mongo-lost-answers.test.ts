import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import type { Store } from '../../../../../src/application/ports/store.js';
import { personKey } from '../../../../../src/domain/actor.js';
import { slotOf } from '../../../../../src/domain/conversation.js';
import type { ReplicaSet } from '../../../../services/mongodb/replica-set.js';
import { needsReplicaSets } from '../../../../services/mongodb/needs-mongodb.js';
import { admin, customer } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import {
  closing,
  message,
  moving,
  opening,
  ticket,
  ticketing,
  together,
} from '../../../../support/appends.js';
import { SINGLE_OPEN } from '../../../../support/channels.js';
import { expectLeft } from '../../../../support/expect-either.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { until } from '../../../../support/until.js';
import { goOn, longConversation, nameAt, stored } from './support/long-conversation.js';
import { type LossyProxy, lossyProxy } from './support/lossy-proxy.js';

const ALICE = personKey(customer());
const SLOT = slotOf(SINGLE_OPEN, ALICE, 'general');
const SECRET = 'my card number is 4111';

describe('an answer of MongoDB that is lost', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let proxy: LossyProxy;
  let logger: RecordingLogger;
  let store: Store;
  let beside: Store;
  let uri: string;
  let run = 0;

  before(async () => {
    set = await start(1);
  });
  after(() => set.stop());

  beforeEach(async () => {
    const [member] = set.members;
    proxy = await lossyProxy(member?.address ?? '');
    logger = new RecordingLogger();
    run += 1;
    const database = `lost_${run}`;
    uri = `mongodb://127.0.0.1:${proxy.port}/${database}?directConnection=true`;
    store = await mongoStore({ uri, logger });
    const direct = `mongodb://${member?.address ?? ''}/${database}?directConnection=true`;
    beside = await mongoStore({ uri: direct, logger: silentLogger });
  });
  afterEach(async () => {
    await Promise.all([store.close(), beside.close()]);
    await proxy.close();
  });

  const kinds = async (...batch: readonly Append[]): Promise<readonly string[]> =>
    (await answer(store.log.append(batch))).map(({ kind }) => kind);

  const expectStored = async (whole: Append): Promise<void> => {
    const { id } = whole.conversation;
    expect(await answer(beside.log.read(id, 0, 1_000))).to.deep.equal(whole.events);
    expect(await answer(beside.log.load(id))).to.deep.equal(some(whole.conversation));
  };

  afterEach('one answer was lost, and nobody reads in the log what people wrote', () => {
    expect(proxy.lost()).to.equal(1);
    expect(logger.entries.map(({ level }) => level)).to.include('warn');
    expect(JSON.stringify(logger.entries)).not.to.contain(SECRET);
  });

  it('makes no second opening, and no refusal of the first', async () => {
    const first = opening({ channel: SINGLE_OPEN, name: 'o1', text: SECRET });
    proxy.loseNextAnswer('insert');
    expect(await kinds(first)).to.deep.equal(['appended']);
    await expectStored(first);
    expect(await answer(beside.log.findOpen(SLOT))).to.deep.equal(some(first.conversation.id));
  });

  for (const name of [null, 'm1']) {
    it(`makes no second message ${name === null ? 'without' : 'with'} a name, and no refusal`, async () => {
      const first = opening();
      await stored(store, first);
      const next = message(first.conversation, { name, text: SECRET });
      proxy.loseNextAnswer('update');
      expect(await kinds(next)).to.deep.equal(['appended']);
      await expectStored(together(first, next));
    });
  }

  it('closes a conversation once, and frees its slot', async () => {
    const first = opening({ channel: SINGLE_OPEN });
    await stored(store, first);
    const last = closing(first.conversation, SECRET);
    proxy.loseNextAnswer('update');
    expect(await kinds(last)).to.deep.equal(['appended']);
    await expectStored(together(first, last));
    expect(await answer(beside.log.findOpen(SLOT))).to.deep.equal(none);
  });

  it('opens a ticket once, whose number nobody else has taken', async () => {
    const first = opening();
    await stored(store, first);
    const next = ticketing(first.conversation);
    proxy.loseNextAnswer('update');
    expect(await kinds(next)).to.deep.equal(['appended']);
    await expectStored(together(first, next));
    const number = next.conversation.ticket?.number ?? '';
    expect(await answer(beside.log.loadByTicket(number))).to.deep.equal(some(next.conversation));
    expect(await kinds(opening({ ticket: ticket({ number }) }))).to.deep.equal(['ticketTaken']);
  });

  it('makes no refusal of an opening that bears a ticket', async () => {
    const first = opening({ ticket: ticket(), text: SECRET });
    proxy.loseNextAnswer('insert');
    expect(await kinds(first)).to.deep.equal(['appended']);
    await expectStored(first);
  });

  it('has what is to be counted counted once', async () => {
    const first = opening();
    await stored(store, first);
    proxy.loseNextAnswer('update');
    const last = await stored(store, closing(first.conversation, SECRET));
    for (const { queries } of [store, beside]) {
      const { closed } = await answer(queries.tallies(admin(), 0, last.updatedAt));
      expect(closed).to.deep.equal(new Map([[0, 1]]));
    }
  });

  it('leaves each of a batch what became of it', async () => {
    const [one, two, three] = [opening(), opening({ name: 'o1' }), opening()] as const;
    const single = opening({ channel: SINGLE_OPEN });
    const bobs = opening({ channel: SINGLE_OPEN, owner: customer('bob') });
    await answer(store.log.append([one, two, three, single, bobs]));
    const named = await stored(store, message(two.conversation, { name: 'm1' }));
    await stored(store, message(three.conversation));
    const batch = [
      message(one.conversation, { text: SECRET }),
      message(named, { name: 'm1' }),
      message(three.conversation),
      moving(bobs.conversation, customer()),
      opening({ text: SECRET }),
      opening({ name: 'o1' }),
    ];
    proxy.loseNextAnswer('update');
    expect(await kinds(...batch)).to.deep.equal([
      'appended',
      'repeated',
      'taken',
      'slotTaken',
      'appended',
      'repeated',
    ]);
    expect(await answer(beside.log.read(three.conversation.id, 0, 100))).to.have.length(3);
  });

  it('is found out even where the event has gone into a bucket since', async () => {
    const whole = await longConversation(store, 30);
    const next = message(whole.conversation, { text: SECRET, name: nameAt(31) });
    proxy.loseNextAnswer('update');
    const waiting = kinds(next);
    await until(() => proxy.lost() === 1);
    proxy.shut();
    const all = await goOn(beside, together(whole, next), 70);
    await until(async () => {
      const after = message(all.conversation, { name: nameAt(40) });
      return (await answer(beside.log.append([after])))[0]?.kind === 'repeated';
    });
    proxy.open();
    expect(await waiting).to.deep.equal(['appended']);
    await expectStored(all);
  });

  it('is not known past the patience; a retry under the same name stores nothing twice', async () => {
    const hasty = await mongoStore({ uri, logger, patience: 200 });
    const first = opening();
    await stored(beside, first);
    const next = message(first.conversation, { name: 'm1', text: SECRET });
    const other = opening();
    proxy.loseNextAnswer('update');
    const waiting = hasty.log.append([next])();
    await until(() => proxy.lost() === 1);
    proxy.shut();
    expectLeft(await waiting, 'Unavailable');
    expectLeft(await hasty.log.append([other])(), 'Unavailable');
    expectLeft(await hasty.health()(), 'Unavailable');
    proxy.open();
    await hasty.close();
    const again = message(next.conversation, { name: 'm1', text: SECRET });
    expect(await kinds(again)).to.deep.equal(['repeated']);
    await expectStored(together(first, next));
    expect(await answer(beside.log.load(other.conversation.id))).to.deep.equal(none);
  });

  it('leaves out numbers, and gives none twice', async () => {
    const before = await answer(store.log.nextNumber());
    proxy.loseNextAnswer('findAndModify');
    const asked = await Promise.all([1, 2, 3].map(() => answer(store.log.nextNumber())));
    const after = await answer(beside.log.nextNumber());
    expect(new Set([before, ...asked, after]).size).to.equal(5);
    expect(Math.min(...asked)).to.be.greaterThan(before);
    expect(after).to.be.greaterThan(Math.max(...asked));
  });
});
