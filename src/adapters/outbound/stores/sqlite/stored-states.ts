import type { DatabaseSync } from 'node:sqlite';
import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import { fold, STATE_VERSION } from '../../../../domain/evolve.js';

/** The columns that a state is read from. */
export const STATE_COLUMNS = 'number, state, state_version';

type Row = Readonly<Record<string, unknown>>;

/** Reads states as they were stored; one of another version is folded anew from its log. */
export const storedStates = (db: DatabaseSync): ((row: Row) => Conversation) => {
  const log = db.prepare('SELECT event FROM log WHERE conversation = ? AND seq > 0 ORDER BY seq');

  function* eventsOf(number: number): Generator<ConversationEvent> {
    for (const { event } of log.iterate(number)) {
      yield JSON.parse(String(event)) as ConversationEvent;
    }
  }

  return ({ number, state, state_version: version }) =>
    version === STATE_VERSION
      ? (JSON.parse(String(state)) as Conversation)
      : fold(eventsOf(Number(number)));
};
