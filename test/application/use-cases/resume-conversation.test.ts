import { expect } from 'chai';
import { eventLoopTurn } from '../../../src/adapters/outbound/system/event-loop-turn.js';
import { left } from 'fp-ts/lib/TaskEither.js';
import { resumeConversation } from '../../../src/application/use-cases/resume-conversation.js';
import { invalid, unavailable } from '../../../src/domain/failure.js';
import { toMessageId } from '../../../src/domain/ids.js';
import { admin, customer } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { messageId, open } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, started, toSend } from '../../support/in-memory.js';

const alice = customer('alice');

const NONE_OF_IT = invalid('since', 'Must be of this conversation');

describe('resumeConversation', () => {
  let system: InMemory;

  beforeEach(() => {
    system = inMemory();
  });

  /** A conversation with so many messages, which have the `seq`s from 2 on. */
  const talkedIn = async (messages: number) => {
    const { id } = await started(system);
    const sent = [];
    for (let n = 0; n < messages; n += 1) {
      sent.push(await answer(system.cases.sendMessage(alice, toSend(id))));
    }
    const conversation = await answer(system.cases.getConversation(alice, id));
    return { conversation, ids: sent.map(({ message }) => message.id) };
  };

  it('goes on after a message, or after a seq', async () => {
    const { conversation, ids } = await talkedIn(3);
    const after = async (since: Parameters<typeof system.cases.resumeConversation>[0]['since']) =>
      answer(system.cases.resumeConversation({ conversation, since }));
    for (const [index, id] of ids.entries()) {
      expect(await after(id)).to.deep.equal({ conversation, after: index + 2 });
    }
    for (const seq of [0, 1, 3, 4]) {
      expect(await after(seq)).to.deep.equal({ conversation, after: seq });
    }
    expect(await after(null), 'nothing asked for').to.deep.equal({ conversation, after: 4 });
  });

  it('refuses what is of no use here', async () => {
    const { conversation } = await talkedIn(1);
    const other = await talkedIn(1);
    const notes = { conversationId: conversation.id, text: 'between us' };
    const note = await answer(system.cases.addNote(admin(), notes));
    const newest = await answer(system.cases.getConversation(alice, conversation.id));
    const wrong = [...other.ids, messageId(99), toMessageId(note.id), newest.lastSeq + 1];
    for (const since of wrong) {
      const resumed = await system.cases.resumeConversation({ conversation: newest, since })();
      expect(expectLeft(resumed, 'ValidationFailed')).to.deep.equal(NONE_OF_IT);
    }
  });

  it('tells a thousand events again, and no more', async () => {
    const conversation = { ...open(), lastSeq: 1_500 };
    const { log } = system.store;
    const resume = resumeConversation({ log, turn: eventLoopTurn });
    expect(expectRight(await resume({ conversation, since: 500 })()).after).to.equal(500);
    expectLeft(await resume({ conversation, since: 499 })(), 'ResyncRequired');
    expectLeft(await resume({ conversation, since: 0 })(), 'ResyncRequired');
  });

  it('says so where the store cannot be asked, and asks it for messages alone', async () => {
    const { conversation, ids } = await talkedIn(1);
    const [id = messageId(1)] = ids;
    const resume = resumeConversation({
      log: { read: () => left(unavailable) },
      turn: eventLoopTurn,
    });
    expectLeft(await resume({ conversation, since: id })(), 'Unavailable');
    expectRight(await resume({ conversation, since: 1 })());
    expectRight(await resume({ conversation, since: null })());
  });
});
