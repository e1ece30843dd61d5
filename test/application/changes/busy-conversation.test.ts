import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { personKey } from '../../../src/domain/actor.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import type { Sender } from '../../../src/domain/vocabulary.js';
import { admin, customer } from '../../support/actors.js';
import { SHARED } from '../../support/channels.js';
import { conversationId, messageId, note, post } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { listen, type OneConversation, oneConversation } from '../../support/one-conversation.js';
import { types } from '../../support/in-memory.js';
import { settled } from '../../support/manual-turn.js';

const alice = customer('alice');

describe('a conversation with much to do', () => {
  let setup: OneConversation;
  let here: OneConversation['here'];
  let script: OneConversation['script'];
  let turn: OneConversation['turn'];
  const endTurn = () => setup.endTurn();

  beforeEach(async () => {
    setup = oneConversation();
    ({ here, script, turn } = setup);
    await setup.opened();
  });

  const many = (count: number, text: (index: number) => string = String) =>
    Array.from({ length: count }, (_, index) => here.say(text(index), alice, `c${index}`));
  /** Ends turns until all have been answered. */
  const all = async <A>(answers: readonly Promise<A>[]): Promise<readonly A[]> => {
    const done = Promise.all(answers);
    const heard = listen({ done });
    while (heard.length === 0) await endTurn();
    return done;
  };
  const appends = () => script.batches.flat();

  it('appends no more than 200 events at a time, all in order', async () => {
    const held = script.hold('append');
    const answers = Array.from({ length: 500 }, (_, index) => {
      const { id, text } = note({ id: messageId(index) });
      const fact = { type: 'noteAdded', id, text, sender: senderOf(admin()) } as const;
      return setup.changes.change(setup.id, () => right([fact, fact]))();
    });
    for (let turns = 0; turns < 10; turns += 1) await endTurn();
    held.release();
    const said = await all(answers);
    expect(said.map((one) => expectRight(one).events[0]?.seq)).to.deep.equal(
      said.map((_, index) => 2 * index + 2),
    );
    for (const { events } of appends()) expect(events.length).to.be.at.most(200);
  });

  it('appends no more than a megabyte at a time', async () => {
    await all(many(200, () => '€'.repeat(5_000)));
    for (const { events } of appends()) {
      expect(Buffer.byteLength(JSON.stringify(events))).to.be.at.most(1_000_000);
    }
  });

  it('appends what opens a conversation alone', async () => {
    const id = conversationId(2);
    const opening = here.open(SHARED, id, 2);
    const behind = here.say('1', alice, 'c1', id);
    await endTurn();
    expectRight(await opening);
    await endTurn();
    expectRight(await behind);
    expect(appends().map(({ events }) => types(events))).to.deep.equal([
      ['opened'],
      ['messagePosted'],
    ]);
  });

  it('lets another one commit in the same turn', async () => {
    const id = conversationId(2);
    await all([here.open(SHARED, id, 2)]);
    const flood = many(1_000);
    const other = here.say('other', alice, null, id);
    const heard = listen({ other, flood: Promise.all(flood) });
    await endTurn();
    expect(heard).to.deep.equal(['other']);
    await all(flood);
  });

  const expectRefusedInTurns = async (flood: readonly ReturnType<typeof here.say>[]) => {
    const heard = listen(Object.fromEntries(flood.map((answer, index) => [index, answer])));
    await settled();
    expect(heard.length).to.be.at.most(200);
    while (heard.length < flood.length) {
      const before = heard.length;
      await endTurn();
      expect(heard.length - before).to.be.at.most(200);
    }
    for (const answer of await Promise.all(flood)) expectLeft(answer, 'ConversationClosed');
  };

  it('refuses a few hundred in a turn at most', async () => {
    await all([here.close(admin())]);
    await expectRefusedInTurns(many(1_000));
  });

  it('refuses a few hundred in a turn at most, though an append was under way for long', async () => {
    const held = script.hold('append');
    const first = here.say('1');
    turn.end();
    const closing = here.close(admin());
    const flood = many(1_000);
    for (let turns = 0; turns < 10; turns += 1) await endTurn();
    held.release();
    expectRight(await first);
    await expectRefusedInTurns(flood);
    expectRight(await closing);
  });

  it('looks at each message a few times, however many are pending', async () => {
    const looks = async (messages: number): Promise<number> => {
      let count = 0;
      const sender: Sender = {
        ...senderOf(alice),
        get kind() {
          count += 1;
          return 'customer' as const;
        },
      };
      const answers = Array.from({ length: messages }, (_, index) => {
        const clientMessageId = `${messages}/${index}`;
        const { id, kind, text } = post({ id: messageId(index) });
        const fact = { type: 'messagePosted', id, kind, text, sender, clientMessageId } as const;
        return setup.changes.change(setup.id, () => right([fact]), {
          name: { sender: personKey(alice), clientMessageId },
        })();
      });
      for (const answer of await all(answers)) expectRight(answer);
      return count / messages;
    };
    expect(await looks(140)).to.be.at.most(await looks(20));
  });
});
