import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { customer } from './actors.js';
import { answer } from './answer.js';
import { message, opening } from './appends.js';
import { SINGLE_OPEN } from './channels.js';
import { exported } from './transfers.js';

export interface LargeExport {
  readonly text: string;
  /** In the order in which they are in it. */
  readonly ids: readonly ConversationId[];
}

/** So many conversations, of owners of their own, of so many messages with names. */
export const largeExport = async (
  conversations: number,
  messages: number,
  text = 'Hello',
): Promise<LargeExport> => {
  const store = memoryStore();
  const ids: ConversationId[] = [];
  for (let n = 0; n < conversations; n += 1) {
    let last: Append = opening({
      owner: customer(`customer-${n}`),
      channel: SINGLE_OPEN,
      name: 'm0',
      text,
    });
    const appends = [last];
    for (let m = 1; m < messages; m += 1) {
      last = message(last.conversation, { name: `m${m}`, text });
      appends.push(last);
    }
    ids.push(last.conversation.id);
    for (const append of appends) await answer(store.log.append([append]));
  }
  return { text: await exported(store), ids };
};
