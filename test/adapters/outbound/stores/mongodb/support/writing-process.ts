/**
 * Writes to conversations until it is told to stop, and tells its parent what became of each thing. What
 * the store could not tell is tried again under the same name until it is known.
 * Arguments: the URI, what tells the process from others, and the ids of conversations.
 */
import { randomUUID } from 'node:crypto';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import { mongoStore } from '../../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type {
  Append,
  AppendOutcome,
} from '../../../../../../src/application/ports/conversation-log.js';
import { personKey } from '../../../../../../src/domain/actor.js';
import { type Conversation, slotOf } from '../../../../../../src/domain/conversation.js';
import { type ConversationId, toConversationId } from '../../../../../../src/domain/ids.js';
import { customer } from '../../../../../support/actors.js';
import { closing, message, note, opening } from '../../../../../support/appends.js';
import { SINGLE_OPEN } from '../../../../../support/channels.js';
import { silentLogger } from '../../../../../support/fixed-ports.js';
import { type Fate, SLOT_OWNERS, type Told } from './told.js';

const [, , uri = '', me = '', ...ids] = process.argv;
const { log, close } = await mongoStore({ uri, logger: silentLogger });
let isOn = true;

const tell = (told: Told): void => void process.send?.(told);

const kindOf = async (append: Append): Promise<AppendOutcome['kind']> => {
  const outcome = await log.append([append])();
  return isLeft(outcome) ? 'unavailable' : (outcome.right[0]?.kind ?? 'unavailable');
};

const loaded = async (id: ConversationId): Promise<Conversation> => {
  for (;;) {
    const found = await log.load(id)();
    if (isLeft(found)) continue;
    if (isSome(found.right)) return found.right.value;
    throw new Error(`${id} is gone`);
  }
};

interface Settled {
  readonly fate: Fate;
  readonly state: Conversation;
}

const settle = async (
  before: Conversation,
  isNamed: boolean,
  appendTo: (state: Conversation) => Append,
): Promise<Settled> => {
  let state = before;
  for (let isDoubtful = false; ;) {
    const append = appendTo(state);
    const kind = await kindOf(append);
    if (kind === 'appended') return { fate: 'stored', state: append.conversation };
    state = await loaded(state.id);
    if (kind === 'unavailable') {
      if (!isNamed) return { fate: 'unknown', state };
      isDoubtful = true;
    } else if (!isDoubtful) return { fate: 'refused', state };
    else if (kind === 'repeated') return { fate: 'stored', state };
  }
};

/** Messages with a name and without, and notes. */
const writeTo = async (id: ConversationId): Promise<void> => {
  let state = await loaded(id);
  for (let n = 1; isOn; n += 1) {
    const text = `${me}: ${n}`;
    const isNote = n % 7 === 0;
    const name = !isNote && n % 3 > 0 ? text : null;
    const settled = await settle(state, name !== null, (at) =>
      isNote ? note(at, text) : message(at, { text, name }),
    );
    ({ state } = settled);
    tell({ type: 'text', id, text, fate: settled.fate });
  }
};

const closed = async (id: ConversationId): Promise<void> => {
  let state = await loaded(id);
  while (state.status !== 'closed') {
    const last = closing(state);
    state = (await kindOf(last)) === 'appended' ? last.conversation : await loaded(id);
  }
  tell({ type: 'closing', id });
};

/** Opens the one conversation that an owner may have, and closes it, or the one that is in its way. */
const openInTurn = async (owner: string): Promise<void> => {
  const slot = slotOf(SINGLE_OPEN, personKey(customer(owner)), 'general');
  for (let n = 1; isOn; n += 1) {
    const number = await log.nextNumber()();
    if (isLeft(number)) continue;
    const id = toConversationId(randomUUID());
    const name = `${me}: opening ${n}`;
    const wish = { id, number: number.right, owner: customer(owner), channel: SINGLE_OPEN, name };
    const kind = await kindOf(opening(wish));
    const fate = kind === 'unavailable' ? 'unknown' : kind === 'appended' ? 'stored' : 'refused';
    tell({ type: 'opening', id, fate });
    const holder = await log.findOpen(slot)();
    if (isRight(holder) && isSome(holder.right)) await closed(holder.right.value);
  }
};

process.once('message', () => {
  isOn = false;
});
await Promise.all([
  ...ids.map((id) => writeTo(toConversationId(id))),
  ...SLOT_OWNERS.map(openInTurn),
]);
await close();
process.disconnect();
