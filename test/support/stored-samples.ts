import type { Append } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import { toMessageId } from '../../src/domain/ids.js';
import { record } from '../../src/domain/record.js';
import { admin, agent, customer, guest } from './actors.js';
import { answer } from './answer.js';
import { claiming, closing, handingOver, message, note, opening, rating } from './appends.js';
import { SINGLE_OPEN } from './channels.js';

/** An append of what nobody can send yet, but what a log may hold. */
const codeAfter = ({ conversation }: Append): Append => ({
  expectedSeq: conversation.lastSeq,
  ...record(
    conversation,
    [
      {
        type: 'messagePosted',
        id: toMessageId('00000000-0000-7000-9000-000000000001'),
        kind: 'auth_code',
        sender: { kind: 'system', id: null, name: null, email: null, company: null },
        codeId: 'code-1',
        addressee: { kind: 'email', id: 'alice@example.com' },
      },
    ],
    conversation.updatedAt,
  ),
});

/** Every kind of event, in a few conversations; texts that have gone wrong before. */
export const fillWithSamples = async ({
  log,
  agents,
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
  last = await store(codeAfter(last));
  last = await store(message(last.conversation, { by: agent('sarah', ['billing']), name: 'm1' }));
  last = await store(handingOver(last.conversation, agent('tom'), 'knows more'));
  last = await store(note(last.conversation, 'between us'));
  last = await store(closing(last.conversation, 'solved'));
  await store(rating(last.conversation, 'thanks'));
  await store(opening({ channel: SINGLE_OPEN, text: null }));
  const other = await store(opening({ owner: guest(), name: 'o1' }));
  await store(claiming(other.conversation, agent('sarah')));
  await store(opening({ owner: customer('bob'), text: null }));
  return stored;
};
