import { isDeepStrictEqual } from 'node:util';
import type { Option } from 'fp-ts/lib/Option.js';
import { type LogEntry, LOG_START } from '../../../../../../src/application/ports/log-feed.js';
import type { Store } from '../../../../../../src/application/ports/store.js';
import type { Conversation } from '../../../../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../../../../src/domain/conversation-event.js';
import { evolve, fold } from '../../../../../../src/domain/evolve.js';
import type { ConversationId } from '../../../../../../src/domain/ids.js';
import { TallyBook } from '../../../../../../src/application/tally-book.js';
import { admin } from '../../../../../support/actors.js';
import { START } from '../../../../../support/appends.js';
import { answer } from '../../../../../support/answer.js';
import type { Told } from './told.js';

const EVERYTHING = 1_000_000;

interface Kept {
  readonly id: ConversationId;
  readonly events: readonly ConversationEvent[];
  readonly state: Option<Conversation>;
}

const textsOf = ({ id, events }: Kept): readonly string[] =>
  events.flatMap((event) => ('text' in event ? `${id} ${event.text}` : []));

/** Of one conversation, by itself. */
const faultsOf = async (store: Store, { id, events, state }: Kept): Promise<readonly string[]> => {
  const read = await answer(store.log.read(id, 0, EVERYTHING));
  const middle = Math.floor(read.length / 2);
  const part = await answer(store.log.read(id, middle, 50));
  const messages = await answer(store.queries.messages(id, 1, EVERYTHING));
  const posted = read.filter(({ type }) => type === 'messagePosted');
  return Object.entries({
    'has a gap': read.every(({ seq }, index) => seq === index + 1),
    'has a state that is not the fold of its events':
      state._tag === 'Some' && isDeepStrictEqual(state.value, fold(read)),
    'is not in the feed as it is in the log': isDeepStrictEqual(events, read),
    'is read in part otherwise than whole': isDeepStrictEqual(
      part,
      read.slice(middle, middle + 50),
    ),
    'shows other messages than it has': isDeepStrictEqual(messages, posted),
  }).flatMap(([fault, isRight]) => (isRight ? [] : `${id} ${fault}`));
};

/** Between what was told of a thing and how often it is there. */
const broken = (one: Told, texts: ReadonlyMap<string, number>, kept: ReadonlyMap<string, Kept>) => {
  if (one.type === 'closing') {
    const state = kept.get(one.id)?.state;
    return state?._tag !== 'Some' || state.value.status !== 'closed';
  }
  const times =
    one.type === 'text' ? (texts.get(`${one.id} ${one.text}`) ?? 0) : Number(kept.has(one.id));
  return one.fate === 'stored' ? times !== 1 : one.fate === 'refused' && times !== 0;
};

/** What has been counted is what has happened, each event by itself. */
const isCounted = async (
  store: Store,
  states: readonly Conversation[],
  kept: Iterable<Kept>,
): Promise<boolean> => {
  const book = new TallyBook();
  for (const { events } of kept) {
    let state: Conversation | undefined;
    for (const event of events) {
      state = evolve(state, event);
      book.add({ expectedSeq: event.seq - 1, events: [event], conversation: state });
    }
  }
  const counted = await answer(store.queries.tallies(admin(), 0, START));
  return isDeepStrictEqual(counted, book.tallies(states, admin(), 0, START));
};

const twice = (values: readonly (string | number)[]): readonly (string | number)[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

/**
 * All that is wrong with what a store keeps, in words: a gap, a state that is not the fold of its events,
 * something that was told to be stored and is not there, or was refused and is, anything that is there
 * twice.
 * @param own conversations that were opened before anybody told anything
 */
export const faultsIn = async (
  store: Store,
  told: readonly Told[],
  own: readonly ConversationId[],
): Promise<readonly string[]> => {
  const entries = await answer(store.feed.after(LOG_START, EVERYTHING));
  const byId = Map.groupBy(entries, ({ conversationId }: LogEntry) => conversationId);
  const kept = new Map<string, Kept>();
  for (const [id, its] of byId) {
    const state = await answer(store.log.load(id));
    kept.set(id, { id, events: its.map(({ event }) => event), state });
  }
  const faults: string[] = [];
  for (const one of kept.values()) faults.push(...(await faultsOf(store, one)));
  const texts = new Map<string, number>();
  for (const text of [...kept.values()].flatMap(textsOf)) {
    texts.set(text, (texts.get(text) ?? 0) + 1);
  }
  const states = [...kept.values()].flatMap(({ state }) =>
    state._tag === 'Some' ? state.value : [],
  );
  const inSlots = states.filter(({ channel, status }) => channel.singleOpen && status !== 'closed');
  if (!(await isCounted(store, states, kept.values()))) faults.push('something is counted wrong');
  faults.push(
    ...own.filter((id) => !kept.has(id)).map((id) => `${id} is lost`),
    ...[...texts].flatMap(([text, times]) => (times > 1 ? `there ${times} times: ${text}` : [])),
    ...told.filter((one) => broken(one, texts, kept)).map((one) => JSON.stringify(one)),
    ...twice(states.map(({ number }) => number)).map((number) => `number ${number} is there twice`),
    ...twice(inSlots.map(({ owner }) => owner.id)).map((owner) => `${owner} has two places`),
  );
  return faults;
};
