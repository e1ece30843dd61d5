import { expect } from 'chai';
import fc from 'fast-check';
import { none, some } from 'fp-ts/lib/Option.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import type { PersonKey } from '../../../../../src/domain/actor.js';
import { personKey } from '../../../../../src/domain/actor.js';
import { slotOf } from '../../../../../src/domain/conversation.js';
import type { ConversationId } from '../../../../../src/domain/ids.js';
import { agent, customer } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import {
  claiming,
  closing,
  message,
  note,
  opening,
  together,
} from '../../../../support/appends.js';
import { SINGLE_OPEN } from '../../../../support/channels.js';
import { stored } from './support/long-conversation.js';
import { mongoFixture } from './support/mongo-fixture.js';

/** No text that comes in is one of these, but names and ids may be. */
const ILL_FORMED = [
  '\ud800',
  '\udfff',
  '\ud800\ud800',
  '\udc00\ud800',
  'a\u0000b',
  '\u0000',
  '\u0000\u0000',
  '\ufffd',
];

const OPERATORS = [
  { $ne: null },
  { $gt: '' },
  { $regex: '.*' },
  { $exists: true },
  { $in: ['a'] },
  ['a'],
  null,
  7,
  true,
];

describe('what should never reach MongoDB', () => {
  const { node } = mongoFixture();

  /** The string everywhere that one can be. */
  const filledWith = (text: string): Append => {
    const owner = { ...customer(text), profile: { ...customer().profile, name: text } };
    const first = opening({
      owner,
      channel: SINGLE_OPEN,
      subject: text,
      text,
      name: text,
      deviceMetadata: { [text]: text, $where: text, 'a.b': text, '$set.x': text },
    });
    const noted = note(first.conversation, text);
    const claimed = claiming(noted.conversation, agent(text));
    const said = message(claimed.conversation, { name: `${text}2`, text });
    const closed = closing(said.conversation, text);
    return together(first, noted, claimed, said, closed);
  };

  it('is kept as it was, and apart from all else, in every text', async () => {
    const store = await node();
    const wholes = ILL_FORMED.map(filledWith);
    for (const whole of wholes) await stored(store, whole);
    for (const [index, whole] of wholes.entries()) {
      const text = ILL_FORMED[index] ?? '';
      const { id } = whole.conversation;
      const owner = personKey(customer(text));
      expect(await answer(store.log.load(id))).to.deep.equal(some(whole.conversation));
      expect(await answer(store.log.read(id, 0, 100))).to.deep.equal(whole.events);
      expect(await answer(store.log.findOpening(owner, text))).to.deep.equal(some(id));
      const named = await answer(store.log.findMessage(id, owner, `${text}2`));
      expect(named).to.deep.equal(some(whole.events[4]));
      const owned = await answer(store.queries.owned(owner, { page: 1, limit: 10 }));
      expect(owned).to.deep.equal({ items: [whole.conversation], total: 1 });
    }
  });

  it('holds one place each, whoever has it', async () => {
    const store = await node();
    for (const text of ILL_FORMED) {
      const first = opening({ owner: customer(text), channel: SINGLE_OPEN });
      await stored(store, first);
      const slot = slotOf(SINGLE_OPEN, personKey(customer(text)), 'general');
      expect(await answer(store.log.findOpen(slot))).to.deep.equal(some(first.conversation.id));
    }
    for (const text of ILL_FORMED) {
      const agents = await answer(store.agents.find(text));
      expect(agents).to.deep.equal(none);
      await answer(store.agents.remember(agent(text)));
      expect(await answer(store.agents.find(text))).to.deep.equal(some(agent(text)));
    }
  });

  it('is kept as it was, whatever it is', async () => {
    const store = await node();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 20 }), async (text) => {
        run += 1;
        const whole = filledWith(`${run}:${text}`);
        await stored(store, whole);
        const { id } = whole.conversation;
        expect(await answer(store.log.read(id, 0, 100))).to.deep.equal(whole.events);
      }),
      { numRuns: 50 },
    );
  });

  it('finds nothing, where it is no string at all', async () => {
    const store = await node();
    const whole = opening({ name: 'o1', channel: SINGLE_OPEN });
    await stored(store, whole);
    await answer(store.agents.remember(agent()));
    for (const value of OPERATORS) {
      const id = value as unknown as ConversationId;
      const person = value as unknown as PersonKey;
      const text = value as unknown as string;
      const finds = [
        store.log.load(id),
        store.log.loadByNumber(value as unknown as number),
        store.log.findMessage(whole.conversation.id, person, text),
        store.log.findOpening(person, text),
        store.log.findOpen(text),
        store.agents.find(text),
      ];
      for (const find of finds) {
        const found = await find().catch(() => 'thrown');
        expect(found === 'thrown' || JSON.stringify(found).includes('None')).to.equal(true);
      }
      const lists = [store.log.read(id, 0, 10), store.queries.messages(id, 1, 10)];
      for (const list of lists) {
        const found = await list().catch(() => 'thrown');
        expect(JSON.stringify(found)).to.be.oneOf(['"thrown"', '{"_tag":"Right","right":[]}']);
      }
      const owned = await store.queries.owned(person, { page: 1, limit: 10 })();
      expect(owned).to.deep.equal({ _tag: 'Right', right: { items: [], total: 0 } });
    }
  });

  it('changes nobody else’s conversation, where it is no id at all', async () => {
    const store = await node();
    const whole = opening();
    await stored(store, whole);
    for (const value of OPERATORS) {
      const next = message(whole.conversation);
      const id = value as unknown as ConversationId;
      const conversation = { ...next.conversation, id };
      const outcome = await store.log.append([{ ...next, conversation }])();
      expect(JSON.stringify(outcome)).to.match(/Unavailable|unavailable|taken/);
    }
    expect(await answer(store.log.read(whole.conversation.id, 0, 10))).to.deep.equal(whole.events);
    expect(await answer(store.log.load(whole.conversation.id))).to.deep.equal(
      some(whole.conversation),
    );
  });

  it('finds nothing, ill-formed or long as it may be', async () => {
    const store = await node();
    await stored(store, opening({ name: 'o1', channel: SINGLE_OPEN }));
    for (const text of [...ILL_FORMED, '$where', 'a.b', '', 'x'.repeat(2 ** 20)]) {
      const id = text as ConversationId;
      const person = text as PersonKey;
      expect(await answer(store.log.load(id))).to.deep.equal(none);
      expect(await answer(store.log.findMessage(id, person, text))).to.deep.equal(none);
      expect(await answer(store.log.findOpening(person, text))).to.deep.equal(none);
      expect(await answer(store.log.findOpen(text))).to.deep.equal(none);
      expect(await answer(store.agents.find(text))).to.deep.equal(none);
      expect(await answer(store.log.read(id, 0, 10))).to.deep.equal([]);
      expect(await answer(store.queries.messages(id, 1, 10))).to.deep.equal([]);
      const owned = await answer(store.queries.owned(person, { page: 1, limit: 10 }));
      expect(owned).to.deep.equal({ items: [], total: 0 });
    }
  });

  it('is the id of an agent, a megabyte long', async () => {
    const store = await node();
    const long = agent('x'.repeat(2 ** 20));
    await answer(store.agents.remember(long));
    expect(await answer(store.agents.find(long.id))).to.deep.equal(some(long));
    expect(await answer(store.agents.find(`${long.id}x`))).to.deep.equal(none);
  });

  it('is a name as long as one likes', async () => {
    const store = await node();
    const name = 'n'.repeat(400_000);
    const whole = opening({ name });
    await stored(store, whole);
    const again = await answer(store.log.append([opening({ name })]));
    expect(again).to.deep.equal([{ kind: 'repeated' }]);
    const head = await store.database.heads.findOne({ _id: whole.conversation.id });
    expect(head?.names[0]?.n).to.have.length(24);
  });
});
