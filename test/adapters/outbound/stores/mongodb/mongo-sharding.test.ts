import { expect } from 'chai';
import { jobOf } from '../../../../../src/adapters/outbound/stores/mongodb/append-job.js';
import { archiver } from '../../../../../src/adapters/outbound/stores/mongodb/archiver.js';
import { refusedJobs } from '../../../../../src/adapters/outbound/stores/mongodb/refused-jobs.js';
import { LOG_START } from '../../../../../src/application/ports/log-feed.js';
import { personKey } from '../../../../../src/domain/actor.js';
import { slotOf } from '../../../../../src/domain/conversation.js';
import { STATE_VERSION } from '../../../../../src/domain/evolve.js';
import { customer } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import { closing, message, opening } from '../../../../support/appends.js';
import { SINGLE_OPEN } from '../../../../support/channels.js';
import { until } from '../../../../support/until.js';
import { longConversation, nameAt } from './support/long-conversation.js';
import { mongoFixture } from './support/mongo-fixture.js';
import { type Sent, type Watched, watched } from './support/watched.js';

const ALICE = personKey(customer());

const keyless = (sent: readonly Sent[]): readonly string[] =>
  sent.filter(({ hasKey }) => !hasKey).map(({ what }) => what);

describe('the commands that MongoDB is sent', () => {
  const { node, uri } = mongoFixture();
  let store: Watched;

  beforeEach(async () => {
    store = watched(await node(), uri());
  });
  afterEach(() => store.stop());

  /** Everything that the ports can be asked of one conversation, on the ways that lead to another command too. */
  const askOfOne = async (): Promise<void> => {
    const { log, queries, database } = store;
    const whole = await longConversation(store, 100);
    const { conversation } = whole;
    const { id } = conversation;
    await until(async () => (await database.heads.findOne({ _id: id }))?.archived === 96);
    await answer(log.append([message(conversation, { name: nameAt(5) })]));
    await answer(log.append([{ ...message(conversation), expectedSeq: 5 }]));
    const early = { ...message(conversation), expectedSeq: 5 };
    await refusedJobs(database)(new Map([[jobOf(early, Infinity), null]]), () => undefined);
    await answer(log.load(id));
    for (const [after, limit] of [
      [10, 30],
      [0, 1_000],
    ] as const) {
      await answer(log.read(id, after, limit));
    }
    for (const seq of [5, 99]) await answer(log.findMessage(id, ALICE, nameAt(seq)));
    await answer(queries.messages(id, 10, 20));
    await database.heads.updateOne({ _id: id }, { $set: { stateVersion: STATE_VERSION - 2 } });
    await answer(log.load(id));
    await answer(log.append([closing(conversation)]));
    await archiver(database)(id);
  };

  it('name the conversation, whatever is asked of one', async () => {
    const sent = await store.sentFor(askOfOne);
    expect(new Set(sent.map(({ what }) => what))).to.deep.equal(
      new Set([
        'insert conversations',
        'update conversations',
        'find conversations',
        'insert log',
        'find log',
      ]),
    );
    expect(keyless(sent)).to.deep.equal([]);
  });

  it('name several, where several are asked for together', async () => {
    const openings = [opening({ name: 'o1' }), opening(), opening()];
    const sent = await store.sentFor(async () => {
      await answer(store.log.append(openings));
      const next = openings.map(({ conversation }) => message(conversation, { name: 'm1' }));
      await answer(store.log.append(next));
      await answer(store.log.append(next));
    });
    expect(sent.length).to.be.greaterThan(2);
    expect(keyless(sent)).to.deep.equal([]);
  });

  it('name none, where a conversation is looked for by something else', async () => {
    const { log, queries, feed } = store;
    const single = opening({ channel: SINGLE_OPEN, name: 'o1' });
    await answer(log.append([single]));
    const findsFor = async (work: () => Promise<unknown>) => keyless(await store.sentFor(work));
    const find = ['find conversations'];
    const { number } = single.conversation;
    expect(await findsFor(() => answer(log.loadByNumber(number)))).to.deep.equal(find);
    expect(await findsFor(() => answer(log.findOpening(ALICE, 'o1')))).to.deep.equal(find);
    const slot = slotOf(SINGLE_OPEN, ALICE, 'general');
    expect(await findsFor(() => answer(log.findOpen(slot)))).to.deep.equal(find);
    const owned = await findsFor(() => answer(queries.owned(ALICE, { page: 1, limit: 10 })));
    expect(owned).to.have.members([...find, 'aggregate conversations']);
    expect(await findsFor(() => answer(feed.after(LOG_START, 10)))).to.deep.equal(find);
  });
});
