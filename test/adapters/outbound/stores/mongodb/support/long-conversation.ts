import { expect } from 'chai';
import type {
  Append,
  ConversationLog,
} from '../../../../../../src/application/ports/conversation-log.js';
import type { Conversation } from '../../../../../../src/domain/conversation.js';
import { answer } from '../../../../../support/answer.js';
import { message, opening, together } from '../../../../../support/appends.js';

export const stored = async (
  { log }: { readonly log: ConversationLog },
  append: Append,
): Promise<Conversation> => {
  expect(await answer(log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
  return append.conversation;
};

/** The name that the message at a `seq` bears. */
export const nameAt = (seq: number): string => `m${seq}`;

/** Goes on until it has so many events, each a message of its own append that bears a name. */
export const goOn = async (
  store: { readonly log: ConversationLog },
  from: Append,
  lastSeq: number,
): Promise<Append> => {
  let whole = from;
  while (whole.conversation.lastSeq < lastSeq) {
    const seq = whole.conversation.lastSeq + 1;
    const next = message(whole.conversation, { name: nameAt(seq), text: `message ${seq}` });
    await stored(store, next);
    whole = together(whole, next);
  }
  return whole;
};

export const longConversation = async (
  store: { readonly log: ConversationLog },
  lastSeq: number,
): Promise<Append> => {
  const first = opening();
  await stored(store, first);
  return goOn(store, first, lastSeq);
};
