import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import type { ConversationEvent, Fact } from '../../src/domain/conversation-event.js';
import { toMessageId } from '../../src/domain/ids.js';
import { NEWCOMER_TIME } from '../../src/domain/newcomer.js';
import { record } from '../../src/domain/record.js';
import { admin, agent, customer, guest } from './actors.js';
import { answer } from './answer.js';
import {
  claiming,
  closing,
  handingOver,
  message,
  note,
  opening,
  rating,
  START,
  ticket,
  ticketing,
  updating,
} from './appends.js';
import { SINGLE_OPEN } from './channels.js';

/** Of what nobody need be able to do, but what a log may hold. */
const factAfter = ({ conversation }: Append, fact: Fact): Append => ({
  expectedSeq: conversation.lastSeq,
  ...record(conversation, [fact], conversation.updatedAt),
});

const CODE: Fact = {
  type: 'messagePosted',
  id: toMessageId('00000000-0000-7000-9000-000000000001'),
  kind: 'auth_code',
  sender: { kind: 'system', id: null, name: null, email: null, company: null },
  codeId: 'code-1',
  addressee: { kind: 'email', id: 'alice@example.com' },
};

const newcomers = (id: string): Append =>
  opening({ owner: guest(id), text: null, newcomerUntil: START + NEWCOMER_TIME });

/** Every kind of event, in a few conversations; texts that have gone wrong before. */
export const fillWithSamples = async ({
  log,
  agents,
  reads,
}: Store): Promise<readonly ConversationEvent[]> => {
  const stored: ConversationEvent[] = [];
  const store = async (append: Append): Promise<Append> => {
    const [outcome] = await answer(log.append([append]));
    if (outcome?.kind !== 'appended') throw new Error(`a sample is ${String(outcome?.kind)}`);
    stored.push(...append.events);
    return append;
  };
  for (const staff of [agent('sarah', ['billing']), agent('ä'), admin('root')]) {
    await answer(agents.remember(staff));
  }
  const first = await store(
    opening({
      channel: SINGLE_OPEN,
      name: 'o1',
      subject: 'Über "alles"',
      departmentId: 'billing',
      deviceMetadata: { b: '1', a: '\u2028', __proto: 'x', 10: 'ten', 9: 'nine' },
    }),
  );
  let last = await store(message(first.conversation, { name: 'm1', text: '👩‍👩‍👧‍👦\u2028\\"' }));
  last = await store(factAfter(last, CODE));
  last = await store(message(last.conversation, { by: agent('sarah', ['billing']), name: 'm1' }));
  last = await store(handingOver(last.conversation, agent('tom'), 'knows more'));
  last = await store(note(last.conversation, 'between us'));
  last = await store(closing(last.conversation, 'solved'));
  await store(rating(last.conversation, 'thanks'));
  await store(opening({ channel: SINGLE_OPEN, text: null }));
  const other = await store(opening({ owner: guest(), name: 'o1' }));
  await store(claiming(other.conversation, agent('sarah')));
  await store(opening({ owner: customer('bob'), text: null }));
  const ticketed = await store(opening({ ticket: ticket({ description: 'Über\u2028 "alles"' }) }));
  await store(updating(ticketed.conversation, 'resolved', 'urgent'));
  const recorded = await store(opening({ owner: customer('bob') }));
  await store(ticketing(recorded.conversation, { number: 'SMI-2025-1000000' }));
  const adopted = await store(newcomers('guest_2'));
  const { owner } = adopted.conversation;
  await store(factAfter(adopted, { type: 'adopted', owner, cameAs: 'guest_3' }));
  const taken = await store(newcomers('guest_4'));
  await store(factAfter(taken, { type: 'adopted', owner: { kind: 'guest', id: 'guest_5' } }));
  const alias = await store(newcomers('guest_6'));
  await store(factAfter(alias, { type: 'aliased', of: adopted.conversation.id }));
  const { id: conversationId } = first.conversation;
  const sarah = 'staff:sarah' as const;
  await answer(
    reads.mark([
      { conversationId, seq: 2, by: sarah, at: START + 5 },
      { conversationId, seq: 4, by: 'customer:ä\u2028', at: 0 },
      { conversationId: other.conversation.id, seq: 2, by: sarah, at: START + 7 },
    ]),
  );
  return stored;
};
